/// Answers sorted by one of task and worker (compressed rows), in order of appearance within each.
struct AnswerIndex: Sendable, Equatable {
  /// Where the answers of each group start; one more than there are groups.
  let start: [Int]
  /// The worker of each answer where groups are tasks, the task where they are workers.
  let other: [Int32]
  /// The label of each answer.
  let label: [Int32]

  /// By counting sort: stable and linear.
  init(groups: Int, group: [Int32], other: [Int32], label: [Int32]) {
    var start = [Int](repeating: 0, count: groups + 1)
    for member in group { start[Int(member) + 1] += 1 }
    for index in 0..<groups { start[index + 1] += start[index] }
    var next = start
    var sortedOther = [Int32](repeating: 0, count: group.count)
    var sortedLabel = sortedOther
    for index in group.indices {
      let place = next[Int(group[index])]
      next[Int(group[index])] += 1
      sortedOther[place] = other[index]
      sortedLabel[place] = label[index]
    }
    self.start = start
    self.other = sortedOther
    self.label = sortedLabel
  }

  /// Where the answers of `group` stand.
  func range(_ group: Int) -> Range<Int> { start[group]..<start[group + 1] }

  /// How many answers repeat an earlier one of the same group and other.
  func repeats() -> Int {
    var repeats = 0
    for group in 0..<(start.count - 1) {
      let range = range(group)
      if range.count < 2 { continue }
      if range.count < 12 {
        for place in range.dropFirst() {
          for earlier in range.lowerBound..<place where other[earlier] == other[place] {
            repeats += 1
            break
          }
        }
      } else {
        repeats += range.count - Set(other[range]).count
      }
    }
    return repeats
  }
}
