#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import Evaluation

/// Cameras that film people of a city, and a search for one person in what they filmed.
///
/// Two chances decide whether the best hit is the person: that a connected camera filmed the person
/// at all, which grows with cameras, and that no stranger scores higher, which falls with them.
struct CameraNetwork {
  /// Cameras in the city.
  var cityCameras: Int
  /// Cameras that are connected.
  var connected: Int
  /// People that one more camera films and no other did.
  var peopleEach: Int
  /// Cameras of the city that the person passes in the time searched.
  var passes: Int

  /// The chance that at least one connected camera filmed the person, 1 − (1 − share)^passes.
  ///
  /// The connected cameras lie anywhere, whatever way the person goes.
  var filmed: Double {
    let share = min(1, Double(connected) / Double(max(1, cityCameras)))
    return share >= 1 ? (passes > 0 ? 1 : 0) : -expm1(Double(passes) * log1p(-share))
  }

  /// How many people were filmed.
  var people: Int { connected * peopleEach }
}

extension Calibration {
  /// The chance that the mate comes first: higher than every stranger's score among `people`.
  ///
  /// Nil beyond the sizes that the calibration knows.
  ///
  /// ∫ f(s) (1 − B(s)) ds over the table of mated scores, B being the share of searches whose best
  /// stranger is at least as similar. Takes the mate's score for independent of the strangers'. What
  /// lies beyond the table's ends counts as at its end.
  ///
  /// - Complexity: O(steps log points).
  func firstRank(people: Int, steps: Int = 400) -> Double? {
    guard people <= largestGallery else { return nil }
    // Equal parts of the mated distribution, each at its middle.
    var sum = 0.0
    for step in 0..<steps {
      let share = (Double(step) + 0.5) / Double(steps)
      let points = mated.points
      let score =
        mated.score(atShare: share)
        ?? (share < points[0].share ? points[0].score : points[points.count - 1].score)
      guard let best = bestStranger(score, people: people) else { return nil }
      sum += 1 - best.share
    }
    return sum / Double(steps)
  }
}
