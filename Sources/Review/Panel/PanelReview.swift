/// What a panel answered: one answer and time for each candidate and reviewer.
public struct PanelReview: Sendable, Equatable {
  /// What a panel comes to on one candidate.
  public enum Verdict: Int8, Sendable, Codable {
    /// Not the same person.
    case different = -1
    /// No majority.
    case undecided = 0
    /// The same person.
    case same = 1
  }

  /// How many reviewers answered on each candidate.
  public let reviewerCount: Int
  /// The time of each answer in seconds, candidate by candidate.
  public let seconds: [Float]
  /// What ties come to.
  public let tieRule: ReviewPanel.TieRule
  /// Whether each answer counts in the verdict; nil: all do.
  var counted: [Bool]?
  let answers: [Int8]

  init(reviewerCount: Int, answers: [Int8], seconds: [Float], tieRule: ReviewPanel.TieRule) {
    self.reviewerCount = reviewerCount
    self.answers = answers
    self.seconds = seconds
    self.tieRule = tieRule
  }

  /// How many candidates there were.
  public var candidateCount: Int { reviewerCount == 0 ? 0 : answers.count / reviewerCount }

  /// The answer −3…+3 of a reviewer on a candidate; 0 is "can't tell".
  public func rating(candidate: Int, reviewer: Int) -> Int {
    let answer = Int(answers[candidate * reviewerCount + reviewer])
    return abs(answer) > 3 ? 0 : answer
  }

  /// Whether the reviewer, when forced to choose, said "same".
  public func saysSame(candidate: Int, reviewer: Int) -> Bool {
    answers[candidate * reviewerCount + reviewer] > 0
  }

  /// Whether the reviewer's answer on the candidate counts, as a gate decided.
  func counts(candidate: Int, reviewer: Int) -> Bool {
    counted?[candidate * reviewerCount + reviewer] ?? true
  }

  /// The majority of the forced choices on a candidate.
  ///
  /// - Complexity: O(reviewers).
  public func verdict(candidate: Int) -> Verdict {
    verdict(candidate: candidate, first: reviewerCount)
  }

  /// The majority of the first `few` of the reviewers asked.
  func verdict(candidate: Int, first few: Int) -> Verdict {
    var balance = 0
    for reviewer in 0..<few where counts(candidate: candidate, reviewer: reviewer) {
      balance += saysSame(candidate: candidate, reviewer: reviewer) ? 1 : -1
    }
    if balance != 0 { return balance > 0 ? .same : .different }
    switch tieRule {
    case .undecided: return .undecided
    case .different: return .different
    case .same: return .same
    }
  }

  /// The verdicts on all candidates, in order.
  public func verdicts() -> [Verdict] { (0..<candidateCount).map(verdict) }

  /// The time that all answers took together, in seconds.
  public var totalSeconds: Double { seconds.reduce(0) { $0 + Double($1) } }
}
