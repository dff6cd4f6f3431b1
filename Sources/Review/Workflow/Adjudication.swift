public import Essentials

/// Somebody who decides what reviewers could not: the end of the disagreement queue.
public struct Adjudication: Sendable, Equatable, Codable {
  /// Who this is, in words.
  public var who: String
  /// How they decide; they see neither votes nor score.
  public var reviewer: ReviewerModel
  /// What an hour of theirs costs.
  public var hourlyWage: Money

  /// Makes it.
  public init(who: String, reviewer: ReviewerModel, hourlyWage: Money) {
    self.who = who
    self.reviewer = reviewer
    self.hourlyWage = hourlyWage
  }

  /// A forensic examiner (AUC .93, recalled), two minutes a pair, 40 an hour (both chosen).
  public static func examiner(_ currency: Money.Currency) -> Adjudication {
    var reviewer = ReviewerModel(observer: SignalDetection(areaUnderCurve: 0.93))
    reviewer.pace = DecisionPace(medianSeconds: 120, logSpread: 0.5)
    return Adjudication(
      who: "an examiner (AUC .93, 120 s, 40 an hour)", reviewer: reviewer,
      hourlyWage: Money(units: 40, currency))
  }

  /// `verdicts` with a decision in place of each undecided one, and what the queue cost.
  ///
  /// - Throws: ``Failure`` for a model out of range.
  /// - Complexity: O(n).
  public func settle(
    _ verdicts: [PanelReview.Verdict], candidates: [ReviewCandidate], seed: UInt64,
    threads: Int = Parallel.defaultThreads
  ) throws -> (verdicts: [PanelReview.Verdict], queue: [Int], cost: Money) {
    precondition(candidates.count == verdicts.count, "a verdict for each candidate")
    let queue = verdicts.indices.filter { verdicts[$0] == .undecided }
    // A seed of its own: the adjudicator's evidence is not that of the panel's first reviewer.
    var key = RandomStream(seed: seed, purpose: "adjudicator")
    let review = try ReviewPanel(1, of: reviewer).review(
      queue.map { candidates[$0] }, seed: key.next(), threads: threads)
    var settled = verdicts
    for (place, index) in queue.enumerated() { settled[index] = review.verdict(candidate: place) }
    let milliseconds = Int64((review.totalSeconds * 1000).rounded())
    return (settled, queue, hourlyWage.share(milliseconds, of: 3_600_000))
  }
}
