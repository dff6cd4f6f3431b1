public import Essentials

/// Reviewers who each decide on each candidate, under one condition, and whose majority is the verdict.
///
/// The same seed gives the same evidence to the same reviewer for the same candidate, whatever the
/// condition: two runs that differ in one switch differ by that switch alone.
public struct ReviewPanel: Sendable, Equatable, Codable {
  /// What a tie of an even panel comes to.
  public enum TieRule: String, Sendable, Codable, CaseIterable {
    /// Nobody decides: the candidate stays undecided.
    case undecided
    /// The candidate is not accepted.
    case different
    /// The candidate is accepted.
    case same
  }

  /// The reviewers.
  public var reviewers: [ReviewerModel]
  /// The condition they work under.
  public var condition: ReviewCondition
  /// What a tie comes to.
  public var tieRule: TieRule

  /// Makes it.
  public init(
    reviewers: [ReviewerModel], condition: ReviewCondition = ReviewCondition(),
    tieRule: TieRule = .undecided
  ) {
    self.reviewers = reviewers
    self.condition = condition
    self.tieRule = tieRule
  }

  /// `count` reviewers of one model.
  public init(
    _ count: Int, of reviewer: ReviewerModel, condition: ReviewCondition = ReviewCondition()
  ) {
    self.init(
      reviewers: Array(repeating: reviewer, count: count), condition: condition)
  }

  /// The decisions of all reviewers on all `candidates`.
  ///
  /// - Parameters:
  ///   - candidates: what they decide on, in the order of work.
  ///   - seed: the seed; the same seed gives the same answers at any thread count.
  ///   - threads: how many threads to use.
  /// - Returns: an answer and a time for each candidate and reviewer.
  /// - Throws: ``Failure`` (`malformedInput`) for parameters or scores out of range.
  /// - Complexity: O(candidates · reviewers).
  public func review(
    _ candidates: [ReviewCandidate], seed: UInt64, threads: Int = Parallel.defaultThreads
  ) throws -> PanelReview {
    try review(
      candidates, overlap: reviewers.count, assignment: nil, seed: seed, threads: threads)
  }

  /// The decisions of `overlap` reviewers on each candidate, those that `assignment` names.
  ///
  /// `assignment` holds `overlap` reviewer numbers for each candidate, one after the other. A
  /// reviewer's answer to a candidate does not depend on who else is asked.
  ///
  /// - Throws: ``Failure`` (`malformedInput`).
  package func review(
    _ candidates: [ReviewCandidate], overlap: Int, assignment: [Int32]?, seed: UInt64,
    threads: Int = Parallel.defaultThreads
  ) throws -> PanelReview {
    try validate(candidates)
    precondition(assignment.map { $0.count == candidates.count * overlap } ?? true)
    let deviates = try ClassDeviates.of(candidates)
    let prepared = PreparedPanel(self, seed: seed)
    let blocks = Parallel.blocks(candidates.count, of: 4096)
    let parts = try Parallel.map(count: blocks.count, threads: threads) { block in
      prepared.decide(
        candidates, deviates, blocks[block], overlap: overlap, assignment: assignment)
    }
    var answers: [Int8] = []
    var seconds: [Float] = []
    answers.reserveCapacity(candidates.count * overlap)
    seconds.reserveCapacity(candidates.count * overlap)
    for part in parts {
      answers += part.answers
      seconds += part.seconds
    }
    return PanelReview(
      reviewerCount: overlap, answers: answers, seconds: seconds, tieRule: tieRule)
  }

  private func validate(_ candidates: [ReviewCandidate]) throws {
    func check(_ holds: Bool, _ reason: String, _ remedy: String) throws {
      if !holds { throw Failure(.malformedInput, reason, remedy: remedy) }
    }
    try check(!reviewers.isEmpty, "a panel has no reviewer", "Give at least one")
    try check(
      reviewers.count < 1 << 20, "a panel has more than a million reviewers", "Give fewer")
    if let prevalence = condition.expectedPrevalence {
      try check(
        prevalence > 0 && prevalence < 1, "the expected prevalence \(prevalence) is not within 0…1",
        "Give a share strictly between 0 and 1")
    }
    if let deadline = condition.deadlineSeconds {
      try check(deadline > 0, "the deadline \(deadline) s is not above 0", "Give it in seconds")
    }
    try check(
      condition.shiftHours > 0 && condition.startHour >= 0,
      "a shift needs a length above 0 and a start at 0 or later", "Give both in hours")
    for (index, reviewer) in reviewers.enumerated() {
      try check(
        reviewer.observer.sensitivity.isFinite && reviewer.observer.sensitivity >= 0
          && reviewer.observer.criterion.isFinite,
        "reviewer \(index + 1) has no finite d′ of 0 or more and criterion", "Mend the parameters")
      try check(
        abs(reviewer.scoreCorrelation) <= 1,
        "reviewer \(index + 1) has a score correlation outside −1…1", "Mend the parameter")
      if case .copier(let other, _) = reviewer.kind {
        try check(
          other >= 0 && other < index, "reviewer \(index + 1) copies one who does not come before",
          "Put copiers after those they copy")
      }
    }
  }
}
