import Essentials
import Statistics

/// Where a scenario's candidate lists come from.
public struct CandidatePlan: Sendable, Equatable, Codable {
  /// How many searches there are, one list each.
  public var lists: Int
  /// How many candidates a list shows.
  public var length: Int
  /// How many people are in the gallery.
  public var gallerySize: Int
  /// The share of searches whose person is in the gallery.
  public var enrolledShare: Double
  /// The algorithm proposes candidates at or below this distance.
  public var threshold: Double

  /// Makes it.
  public init(
    lists: Int, length: Int, gallerySize: Int, enrolledShare: Double, threshold: Double
  ) {
    self.lists = lists
    self.length = length
    self.gallerySize = gallerySize
    self.enrolledShare = enrolledShare
    self.threshold = threshold
  }

  /// The lists, by distance ascending; scores are distances with the sign changed.
  ///
  /// A probe's best stranger is drawn from the measured best strangers at this gallery size; the
  /// further ones stand where the best of half, a third… of the gallery would at the same quantile,
  /// so that a probe who resembles many people does so down the list.
  func candidates(_ distances: MeasuredDistances, seed: UInt64) -> [ReviewCandidate] {
    var candidates: [ReviewCandidate] = []
    candidates.reserveCapacity(lists * length)
    for list in 0..<lists {
      var random = RandomStream(seed: seed, purpose: "scenario-candidates", item: list)
      let isEnrolled = random.chance(enrolledShare)
      let matedShare = random.openUniform()
      let strangerShare = random.openUniform()
      var entries: [(distance: Double, isMated: Bool)] = (1...length).map { rank in
        (
          distances.bestStranger(
            gallerySize: Double(gallerySize) / Double(rank), share: strangerShare), false
        )
      }
      if isEnrolled {
        entries.append((max(0, distances.matedDistance(share: matedShare)), true))
      }
      entries.sort { $0.distance < $1.distance }
      for entry in entries.prefix(length) {
        let deviate =
          entry.isMated
          ? distances.matedDeviate(entry.distance) : distances.nonMatedDeviate(entry.distance)
        candidates.append(
          ReviewCandidate(
            list: list, isMated: entry.isMated, score: -entry.distance,
            isProposed: entry.distance <= threshold,
            shownShare: distances.equalPriorShare(entry.distance), classDeviate: -deviate))
      }
    }
    return candidates
  }
}
