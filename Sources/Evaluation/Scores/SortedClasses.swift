/// The two classes' keys, each ascending in similarity.
struct SortedClasses<Key: ScoreKey>: Sendable {
  let mated: [Key]
  let nonMated: [Key]

  /// Calls `body` for each distinct key of both classes together, ascending.
  ///
  /// - Complexity: O(n).
  @inline(__always)
  func forEachStep(_ body: (_ key: Key, _ mated: Int, _ nonMated: Int) -> Void) {
    unsafe mated.withUnsafeBufferPointer { mated in
      unsafe nonMated.withUnsafeBufferPointer { nonMated in
        var i = 0
        var j = 0
        let (m, n) = (mated.count, nonMated.count)
        while i < m || j < n {
          let left = unsafe i < m ? mated[i] : Key.max
          let right = unsafe j < n ? nonMated[j] : Key.max
          let key = min(left, right)
          let (i0, j0) = (i, j)
          while unsafe i < m && mated[i] == key { i += 1 }
          while unsafe j < n && nonMated[j] == key { j += 1 }
          body(key, i - i0, j - j0)
        }
      }
    }
  }
}

extension Array where Element: Comparable {
  /// How many elements are below `bound`, where the array is ascending.
  func countBelow(_ bound: Element) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < bound { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
