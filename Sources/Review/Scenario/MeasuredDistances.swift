import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Measured distances of one encoder, as quantiles: what a scenario draws its candidates from.
///
/// The figures are those of dlib's 128-d encoder on Labeled Faces in the Wild (5,718 people; 13,166
/// of 13,233 faces found). They are measurements given as input: nothing in a scenario is fitted to an
/// outcome. Between quantiles Φ⁻¹ of the share is linear in distance; beyond the outermost the last
/// slope goes on, which is extrapolation.
public struct MeasuredDistances: Sendable, Equatable, Codable {
  /// A distance and the share of comparisons at or below it.
  public struct Quantile: Sendable, Equatable, Codable {
    /// The distance.
    public let distance: Double
    /// The share at or below.
    public let share: Double
  }

  /// Where the best stranger lies, for probes of people who are not enrolled.
  public struct BestStranger: Sendable, Equatable, Codable {
    /// How many people are enrolled.
    public let gallerySize: Int
    /// Quantiles of the best stranger's distance, ascending.
    public let quantiles: [Quantile]
  }

  /// A distance and the likelihood ratio of same against different person there.
  public struct Evidence: Sendable, Equatable, Codable {
    /// The distance.
    public let distance: Double
    /// ln of the likelihood ratio.
    public let logLikelihoodRatio: Double
  }

  /// Where the figures come from.
  public let source: String
  /// Distances of strangers, ascending.
  public let nonMated: [Quantile]
  /// Distances of captures of one person, ascending; each person weighs the same.
  public let mated: [Quantile]
  /// Best strangers by gallery size, ascending.
  public let bestStrangers: [BestStranger]
  /// The evidence at some distances, ascending.
  public let evidence: [Evidence]
  /// The length of a template, for mappings by cosine.
  public let templateNorm: Double

  /// dlib's encoder on Labeled Faces in the Wild.
  public static let lfw = MeasuredDistances(
    source: "dlib ResNet-29 on LFW, 13,166 faces of 5,718 people, identity-balanced",
    nonMated: [
      Quantile(distance: 0.45, share: 3.7e-5), Quantile(distance: 0.50, share: 2.4e-4),
      Quantile(distance: 0.55, share: 1.25e-3), Quantile(distance: 0.60, share: 6.2e-3),
      Quantile(distance: 0.82, share: 0.5),
    ],
    mated: [
      Quantile(distance: 0.435, share: 0.5), Quantile(distance: 0.45, share: 0.60),
      Quantile(distance: 0.50, share: 0.815), Quantile(distance: 0.55, share: 0.932),
      Quantile(distance: 0.60, share: 0.981),
    ],
    bestStrangers: [
      best(100, 0.613, 0.40, 0.022), best(300, 0.587, 0.64, 0.044), best(1000, 0.561, 0.89, 0.10),
      best(3000, 0.540, 0.98, 0.16), best(5249, 0.531, 0.996, 0.20),
    ],
    evidence: [
      // P(same) = .67 at equal priors and at one in 101, 1,001 and 10,001.
      Evidence(distance: 0.393, logLikelihoodRatio: log(0.67 / 0.33) + log(10_000)),
      Evidence(distance: 0.463, logLikelihoodRatio: log(0.67 / 0.33) + log(1000)),
      Evidence(distance: 0.513, logLikelihoodRatio: log(0.67 / 0.33) + log(100)),
      Evidence(distance: 0.603, logLikelihoodRatio: log(0.67 / 0.33)),
    ],
    templateNorm: 1.42)

  private static func best(
    _ size: Int, _ median: Double, _ below6: Double, _ below5: Double
  ) -> BestStranger {
    let quantiles = [
      Quantile(distance: 0.5, share: below5), Quantile(distance: median, share: 0.5),
      Quantile(distance: 0.6, share: below6),
    ]
    return BestStranger(
      gallerySize: size, quantiles: quantiles.sorted { $0.distance < $1.distance })
  }

  /// The largest gallery that was measured.
  public var largestGallery: Int { bestStrangers.last?.gallerySize ?? 0 }

  /// The distance with this share of strangers (or of mated pairs) at or below it.
  func nonMatedDistance(share: Double) -> Double { Line(nonMated).distance(Normal.quantile(share)) }
  func matedDistance(share: Double) -> Double { Line(mated).distance(Normal.quantile(share)) }

  /// Φ⁻¹ of the share of strangers (or mated pairs) at or below `distance`.
  func nonMatedDeviate(_ distance: Double) -> Double { Line(nonMated).deviate(distance) }
  func matedDeviate(_ distance: Double) -> Double { Line(mated).deviate(distance) }

  /// The distance of the best of `size` strangers at this quantile.
  ///
  /// Between measured sizes linear in ln N; beyond them the last slope goes on. A size of 1 is one
  /// stranger.
  public func bestStranger(gallerySize size: Double, share: Double) -> Double {
    let deviate = Normal.quantile(share)
    let sizes = [1.0] + bestStrangers.map { Double($0.gallerySize) }
    func at(_ index: Int) -> Double {
      index == 0
        ? Line(nonMated).distance(deviate)
        : Line(bestStrangers[index - 1].quantiles).distance(deviate)
    }
    var upper = 1
    while upper < sizes.count - 1 && sizes[upper] < size { upper += 1 }
    let lower = upper - 1
    let place = (log(max(1, size)) - log(sizes[lower])) / (log(sizes[upper]) - log(sizes[lower]))
    return max(0, at(lower) + place * (at(upper) - at(lower)))
  }

  /// ln of the likelihood ratio at `distance`, linear between the given points and beyond.
  func logLikelihoodRatio(_ distance: Double) -> Double {
    Line.interpolate(
      distance, evidence.map { ($0.distance, $0.logLikelihoodRatio) })
  }

  /// What a one-to-one calibration shows: P(same) at equal priors.
  public func equalPriorShare(_ distance: Double) -> Double {
    1 / (1 + exp(-logLikelihoodRatio(distance)))
  }

  /// The cosine of two templates of this length at `distance`.
  public func cosine(_ distance: Double) -> Double {
    1 - distance * distance / (2 * templateNorm * templateNorm)
  }
}

/// Piecewise linear between quantiles, share as a normal deviate against distance.
private struct Line {
  let points: [(distance: Double, deviate: Double)]

  init(_ quantiles: [MeasuredDistances.Quantile]) {
    points = quantiles.map { ($0.distance, Normal.quantile($0.share)) }
  }

  func deviate(_ distance: Double) -> Double {
    Line.interpolate(distance, points.map { ($0.distance, $0.deviate) })
  }

  func distance(_ deviate: Double) -> Double {
    Line.interpolate(deviate, points.map { ($0.deviate, $0.distance) })
  }

  static func interpolate(_ x: Double, _ points: [(Double, Double)]) -> Double {
    var upper = 1
    while upper < points.count - 1 && points[upper].0 < x { upper += 1 }
    let (left, right) = (points[upper - 1], points[upper])
    return left.1 + (x - left.0) / (right.0 - left.0) * (right.1 - left.1)
  }
}
