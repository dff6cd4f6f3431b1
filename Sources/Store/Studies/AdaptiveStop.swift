public import Review

/// When a pair has been answered often enough, before all answers that it may have are there.
///
/// Review's ``AdaptiveOverlap`` with one accuracy for everybody and even odds beforehand: a pair is
/// done once one side leads by so many votes that the posterior is beyond the bound. "Can't tell" is an
/// answer and no vote. Whole percents, so that a design has one text.
public struct AdaptiveStop: Sendable, Equatable, Codable {
  /// The fewest answers to each pair.
  public var fewest: Int
  /// The posterior at which to stop, in percent, 51…99.
  public var surePercent: Int
  /// How often a reviewer is taken to be right, in percent, 51…99.
  public var accuracyPercent: Int

  /// Makes it.
  public init(fewest: Int, surePercent: Int, accuracyPercent: Int) {
    self.fewest = fewest
    self.surePercent = surePercent
    self.accuracyPercent = accuracyPercent
  }

  /// The rule, asking at most `most` reviewers.
  public func rule(most: Int) -> AdaptiveOverlap {
    AdaptiveOverlap(decidedAt: Double(surePercent) / 100, most: most, fewest: fewest)
  }

  /// By how many votes one side must lead.
  public var lead: Int {
    rule(most: fewest).lead(accuracy: Double(accuracyPercent) / 100)
  }
}

/// How the answers to one pair divide.
public struct PairVotes: Sendable, Equatable {
  /// Those for "same".
  public var same: Int
  /// Those for "different".
  public var different: Int
  /// Those that could not tell.
  public var unsure: Int

  /// Makes it.
  public init(same: Int = 0, different: Int = 0, unsure: Int = 0) {
    self.same = same
    self.different = different
    self.unsure = unsure
  }

  /// All of them.
  public var count: Int { same + different + unsure }
  /// How many more there are on the one side than on the other.
  public var lead: Int { abs(same - different) }
}

extension StudyDesign {
  /// How many answers more a pair with `votes` takes at the least until it is done; 0 for none.
  ///
  /// No more are ever asked for at once than this, so that none is asked for in vain.
  public func wanted(after votes: PairVotes) -> Int {
    let left = max(0, overlap - votes.count)
    guard let adaptive else { return left }
    return min(left, max(adaptive.fewest - votes.count, adaptive.lead - votes.lead, 0))
  }
}
