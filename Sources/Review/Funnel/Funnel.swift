public import Statistics

/// What review did to an algorithm's matches: false ones corrected, kept and newly created.
///
/// The algorithm proposes some candidates as matches; review accepts or refuses each candidate it
/// sees, proposed or not. Every count is a share of those it could have happened to, with an interval
/// that takes the candidates of one list as dependent.
public struct Funnel: Sendable, Equatable, Codable {
  /// One count of the funnel.
  public struct Count: Sendable, Equatable, Codable {
    /// How often it happened, of how many it could have happened to.
    public let proportion: Proportion
    /// The interval of the rate; nil where there was nothing it could have happened to.
    public let interval: Interval?

    init(_ tally: ClusteredTally) {
      proportion = tally.proportion
      interval = tally.interval()
    }

    /// How often it happened.
    public var count: Int { proportion.events }
  }

  /// How many candidate lists were reviewed.
  public let lists: Int
  /// How many candidates were reviewed.
  public let candidates: Int
  /// False matches of the algorithm that review refused, of all false matches of the algorithm.
  public let falseMatchesCorrected: Count
  /// False matches of the algorithm that review accepted, of all false matches of the algorithm.
  public let falseMatchesKept: Count
  /// False matches of the algorithm that review left undecided.
  public let falseMatchesUndecided: Count
  /// Strangers that review accepted though the algorithm had not, of all such strangers.
  public let falseMatchesCreated: Count
  /// True matches of the algorithm that review accepted, of all true matches of the algorithm.
  public let trueMatchesConfirmed: Count
  /// True matches of the algorithm that review refused, of all true matches of the algorithm.
  public let trueMatchesLost: Count
  /// True matches of the algorithm that review left undecided.
  public let trueMatchesUndecided: Count
  /// Mates that review accepted though the algorithm had not, of all such mates.
  public let trueMatchesRecovered: Count

  /// False matches when all is done: kept and newly created.
  public var falseMatchesAfterReview: Int { falseMatchesKept.count + falseMatchesCreated.count }
  /// False matches before review: those the algorithm proposed.
  public var falseMatchesBeforeReview: Int { falseMatchesCorrected.proportion.trials }
  /// True matches when all is done: confirmed and recovered.
  public var trueMatchesAfterReview: Int { trueMatchesConfirmed.count + trueMatchesRecovered.count }
  /// True matches before review: those the algorithm proposed.
  public var trueMatchesBeforeReview: Int { trueMatchesConfirmed.proportion.trials }

  /// The funnel of `verdicts` on `candidates`.
  ///
  /// - Parameters:
  ///   - candidates: what was reviewed.
  ///   - verdicts: as many, in the same order.
  /// - Complexity: O(n log n).
  public init(candidates: [ReviewCandidate], verdicts: [PanelReview.Verdict]) {
    precondition(candidates.count == verdicts.count, "a verdict for each candidate")
    let pairs = zip(candidates, verdicts)
    func count(
      mated: Bool, proposed: Bool, _ verdict: PanelReview.Verdict
    ) -> Count {
      var tally = ClusteredTally()
      for (candidate, reached) in pairs
      where candidate.isMated == mated && candidate.isProposed == proposed {
        tally.add(cluster: candidate.list, isEvent: reached == verdict)
      }
      return Count(tally)
    }
    lists = Set(candidates.map(\.list)).count
    self.candidates = candidates.count
    falseMatchesCorrected = count(mated: false, proposed: true, .different)
    falseMatchesKept = count(mated: false, proposed: true, .same)
    falseMatchesUndecided = count(mated: false, proposed: true, .undecided)
    falseMatchesCreated = count(mated: false, proposed: false, .same)
    trueMatchesConfirmed = count(mated: true, proposed: true, .same)
    trueMatchesLost = count(mated: true, proposed: true, .different)
    trueMatchesUndecided = count(mated: true, proposed: true, .undecided)
    trueMatchesRecovered = count(mated: true, proposed: false, .same)
  }

  /// The funnel of a panel's majority.
  public init(candidates: [ReviewCandidate], review: PanelReview) {
    self.init(candidates: candidates, verdicts: review.verdicts())
  }
}
