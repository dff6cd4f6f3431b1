import Essentials

/// Sorts the keys of a stream that can be read twice, holding them once.
///
/// Reading one counts the upper 16 bits, reading two puts each key into the bucket of its upper bits,
/// then each bucket is sorted by the lower bits: counted where they are 16 bits (no further memory),
/// by least-significant-digit radix where they are 48 (memory for the largest bucket).
enum KeySorter {
  /// All keys of `blocks` blocks, ascending; `read(block)` must give the same keys each time.
  ///
  /// The result does not depend on `threads`.
  ///
  /// - Complexity: O(n) for n keys; n keys of memory, for 64-bit keys up to the double.
  static func sorted<Key: ScoreKey>(
    blocks: Int, threads: Int = Parallel.defaultThreads, read: @Sendable (Int) throws -> [Key]
  ) throws -> [Key] {
    let strips = Parallel.blocks(blocks, of: max(1, (blocks + threads - 1) / threads))
    let shift = Key.bitWidth - 16
    var starts = try Parallel.map(count: strips.count, threads: threads) { strip in
      var counts = [Int](repeating: 0, count: 1 << 16)
      for block in strips[strip] {
        for key in try read(block) { counts[Int(truncatingIfNeeded: key >> Key(shift))] += 1 }
      }
      return counts
    }
    var total = 0
    var bucketStarts = [0]
    bucketStarts.reserveCapacity(1 << 16 + 1)
    for bucket in 0..<1 << 16 {
      for strip in starts.indices {
        let count = starts[strip][bucket]
        starts[strip][bucket] = total
        total += count
      }
      bucketStarts.append(total)
    }
    let scatterStarts = starts
    let ends = bucketStarts
    let groups = balanced(ends, parts: 16 * threads)
    return try unsafe [Key](unsafeUninitializedCapacity: total) { buffer, count in
      nonisolated(unsafe) let keys = unsafe buffer
      try Parallel.forEach(count: strips.count, threads: threads) { strip in
        var next = scatterStarts[strip]
        for block in strips[strip] {
          for key in try read(block) {
            let bucket = Int(truncatingIfNeeded: key >> Key(shift))
            unsafe keys.initializeElement(at: next[bucket], to: key)
            next[bucket] += 1
          }
        }
      }
      try Parallel.forEach(count: groups.count, threads: threads) { group in
        for bucket in groups[group] where ends[bucket + 1] - ends[bucket] > 1 {
          unsafe sortBucket(
            UnsafeMutableBufferPointer(rebasing: keys[ends[bucket]..<ends[bucket + 1]]))
        }
      }
      count = total
    }
  }

  /// The keys of `scores`, ascending.
  static func sorted(_ scores: [Float], threads: Int = Parallel.defaultThreads) throws -> [UInt32] {
    if scores.count < small { return scores.map(UInt32.init(key:)).sorted() }
    let parts = Parallel.blocks(scores.count, of: 1 << 18)
    return try sorted(blocks: parts.count, threads: threads) {
      scores[parts[$0]].map(UInt32.init(key:))
    }
  }

  /// The keys of `scores`, ascending.
  static func sorted(_ scores: [Double], threads: Int = Parallel.defaultThreads) throws -> [UInt64]
  {
    if scores.count < small { return scores.map(UInt64.init(key:)).sorted() }
    let parts = Parallel.blocks(scores.count, of: 1 << 18)
    return try sorted(blocks: parts.count, threads: threads) {
      scores[parts[$0]].map(UInt64.init(key:))
    }
  }

  /// Below this a plain sort is faster than counting buckets.
  private static let small = 4096

  /// Buckets in `parts` runs of about as many keys each.
  private static func balanced(_ ends: [Int], parts: Int) -> [Range<Int>] {
    let share = max(1, (ends.last ?? 0) / parts)
    var groups: [Range<Int>] = []
    var first = 0
    for bucket in 0..<1 << 16 where ends[bucket + 1] - ends[first] >= share {
      groups.append(first..<bucket + 1)
      first = bucket + 1
    }
    groups.append(first..<1 << 16)
    return groups
  }

  /// Sorts keys that share their upper 16 bits.
  private static func sortBucket<Key: ScoreKey>(_ bucket: UnsafeMutableBufferPointer<Key>) {
    if bucket.count < 4096 {
      var keys = unsafe bucket
      unsafe keys.sort()
    } else if Key.bitWidth == 32 {
      unsafe countingSort(bucket)
    } else {
      unsafe radixSort(bucket)
    }
  }

  private static func countingSort<Key: ScoreKey>(_ keys: UnsafeMutableBufferPointer<Key>) {
    let upper = unsafe keys[0] & ~0xFFFF
    var counts = [Int](repeating: 0, count: 1 << 16)
    for index in 0..<keys.count {
      unsafe counts[Int(truncatingIfNeeded: keys[index] & 0xFFFF)] += 1
    }
    var place = 0
    for (lower, count) in counts.enumerated() where count > 0 {
      let key = upper | Key(truncatingIfNeeded: lower)
      for index in place..<place + count { unsafe keys[index] = key }
      place += count
    }
  }

  private static func radixSort<Key: ScoreKey>(_ keys: UnsafeMutableBufferPointer<Key>) {
    let count = keys.count
    var spare = [Key](repeating: 0, count: count)
    unsafe spare.withUnsafeMutableBufferPointer { other in
      var from = unsafe keys
      var to = unsafe other
      for shift in stride(from: 0, to: Key.bitWidth - 16, by: 8) {
        var places = [Int](repeating: 0, count: 257)
        for index in 0..<count {
          unsafe places[Int(truncatingIfNeeded: from[index] >> Key(shift) & 255) + 1] += 1
        }
        if places.contains(count) { continue }
        for digit in 1...256 { places[digit] += places[digit - 1] }
        for index in 0..<count {
          let key = unsafe from[index]
          let digit = Int(truncatingIfNeeded: key >> Key(shift) & 255)
          unsafe to[places[digit]] = key
          places[digit] += 1
        }
        unsafe swap(&from, &to)
      }
      if unsafe from.baseAddress != keys.baseAddress {
        for index in 0..<count { unsafe keys[index] = from[index] }
      }
    }
  }
}
