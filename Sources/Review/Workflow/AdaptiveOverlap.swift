import Essentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Asks one reviewer after the other until the answer is decided; the rest is for an adjudicator.
///
/// A vote of a reviewer with accuracy a moves the log-odds by ±ln(a/(1 − a)) (Wald's sequential test);
/// a candidate is decided once its posterior is beyond the bound either way.
public struct AdaptiveOverlap: Sendable, Equatable, Codable {
  /// The posterior at which to stop, above ½ and below 1.
  public var decidedAt: Double
  /// The most reviewers that are asked.
  public var most: Int
  /// The fewest.
  public var fewest: Int

  /// Makes it.
  public init(decidedAt: Double = 0.95, most: Int = 7, fewest: Int = 2) {
    precondition(decidedAt > 0.5 && decidedAt < 1 && fewest >= 1 && most >= fewest)
    self.decidedAt = decidedAt
    self.most = most
    self.fewest = fewest
  }

  /// What came of it.
  public struct Outcome: Sendable, Equatable, Codable {
    /// The verdict on each candidate; undecided ones are in the queue.
    public let verdicts: [PanelReview.Verdict]
    /// How many reviewers were asked about each.
    public let asked: [Int]
    /// The posterior of "same".
    public let posteriors: [Double]
    /// Candidates for the adjudicator, least decided first.
    public let queue: [Int]

    /// All decisions that were asked for.
    public var decisions: Int { asked.reduce(0, +) }
  }

  /// Goes through the answers of `review` in the order of its reviewers.
  ///
  /// - Parameters:
  ///   - review: answers of at least ``most`` reviewers to each candidate.
  ///   - accuracies: each reviewer's probability of being right, strictly between 0 and 1.
  ///   - prior: the probability that a candidate is mated, before any answer.
  /// - Returns: verdicts, costs, and the queue for the adjudicator.
  /// - Throws: ``Failure`` where there are fewer reviewers or an accuracy is out of range.
  public func run(
    _ review: PanelReview, accuracies: [Double], prior: Double = 0.5
  ) throws -> Outcome {
    guard review.reviewerCount >= most, accuracies.count >= most,
      accuracies.allSatisfy({ $0 > 0 && $0 < 1 }), prior > 0, prior < 1
    else {
      throw Failure(
        .malformedInput, "adaptive overlap needs \(most) reviewers with accuracies within 0…1",
        remedy: "Ask for fewer reviewers or give each an accuracy")
    }
    let bound = bound
    var verdicts: [PanelReview.Verdict] = []
    var asked: [Int] = []
    var odds: [Double] = []
    for candidate in 0..<review.candidateCount {
      var logOdds = log(prior / (1 - prior))
      var count = 0
      while count < most && (count < fewest || abs(logOdds) < bound) {
        if review.counts(candidate: candidate, reviewer: count) {
          let weight = log(accuracies[count] / (1 - accuracies[count]))
          logOdds += review.saysSame(candidate: candidate, reviewer: count) ? weight : -weight
        }
        count += 1
      }
      verdicts.append(abs(logOdds) < bound ? .undecided : logOdds > 0 ? .same : .different)
      asked.append(count)
      odds.append(logOdds)
    }
    let queue = verdicts.indices.filter { verdicts[$0] == .undecided }
      .sorted { (abs(odds[$0]), $0) < (abs(odds[$1]), $1) }
    return Outcome(
      verdicts: verdicts, asked: asked, posteriors: odds.map { 1 / (1 + exp(-$0)) }, queue: queue)
  }
}
