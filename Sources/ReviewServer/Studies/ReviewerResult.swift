import Review
import Statistics
import Store

/// What one reviewer did in a study, for the auditor.
struct ReviewerResult: Sendable {
  let member: StudyMember
  /// How many pairs the member was given.
  let list: ListLength
  /// Answers that count.
  let answered: Int
  /// Right answers to known pairs, of all answers to known pairs; "can't tell" is not right.
  let gold: Proportion
  /// Second looks that came to the same side, of all second looks.
  let steady: Proportion
  /// The median active time of an answer in milliseconds; nil without answers.
  let medianActive: Int?
  /// Pay and time, as the review's ledger counts them.
  let account: WorkerAccount

  /// From `answers`, all of this member's; `truth` says which pairs are mated.
  init(
    _ member: StudyMember, list: ListLength, number: Int, answers: [CountedAnswer],
    truth: [Int: Bool],
    design: StudyDesign
  ) {
    self.member = member
    self.list = list
    answered = answers.count
    let tests = answers.filter { $0.kind == .gold }.compactMap { answer in
      truth[answer.pair].map { $0 ? answer.value > 0 : answer.value < 0 }
    }
    gold = Proportion(events: tests.count { $0 }, trials: tests.count)
    let firsts = Dictionary(
      answers.filter { $0.kind == .first }.map { ($0.pair, $0.value) },
      uniquingKeysWith: { first, _ in first })
    let seconds = answers.filter { $0.kind == .second }.compactMap { answer in
      firsts[answer.pair].map { $0.signum() == answer.value.signum() }
    }
    steady = Proportion(events: seconds.count { $0 }, trials: seconds.count)
    let times = answers.map(\.active).sorted()
    medianActive =
      times.isEmpty ? nil : (times[(times.count - 1) / 2] + times[times.count / 2]) / 2
    account = ReviewerResult.account(number, answers, design)
  }

  /// Breaks in work of more than this end a sitting, in milliseconds.
  private static let longestGap: Int64 = 600_000

  /// Active time is what was paid for; the rest of each sitting is time that was spent all the same.
  private static func account(_ number: Int, _ answers: [CountedAnswer], _ design: StudyDesign)
    -> WorkerAccount
  {
    var account = WorkerAccount(worker: number, currency: design.pay.currency)
    account.approved = answers.count
    account.pay = design.pay * answers.count
    account.approvedMilliseconds = answers.reduce(0) { $0 + Int64($1.active) }
    let moments = answers.map(\.at).sorted()
    let gaps = zip(moments.dropFirst(), moments).map { $0 - $1 }
    let sitting = gaps.filter { $0 <= longestGap }.reduce(0, +)
    account.searchMilliseconds = max(0, sitting - account.approvedMilliseconds)
    return account
  }
}
