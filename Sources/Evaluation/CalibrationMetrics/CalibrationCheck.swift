#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
public import Biometrics
import Essentials

/// Whether what is stated as the probability of one person comes true, on the scores of a test.
public struct CalibrationCheck: Sendable, Encodable {
  /// What is lost at one prior probability, in bits.
  public struct CrossEntropy: Sendable, Equatable, Codable {
    /// The prior probability of a mated comparison.
    public let prior: Double
    /// With the likelihood ratios stated.
    public let stated: Double
    /// With the best monotone calibration of these scores, found after the fact (PAV).
    public let best: Double
    /// With no score at all.
    public let without: Double
  }

  /// What states the probability: a mapping or a unit of likelihood ratios, by name.
  public let name: String
  /// The prior probability to which mated and non-mated comparisons are weighted.
  public let prior: Double
  /// How often each stated probability came true.
  public let reliability: Reliability
  /// Σ weight · |observed − stated| over the bins; not the empirical cross-entropy.
  public let expectedCalibrationError: Double
  /// The empirical cross-entropy by prior probability; empty for a mapping, which states no ratio.
  public let crossEntropy: [CrossEntropy]

  /// The priors of ``crossEntropy``.
  static let priors = [0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99]

  /// Checks scores whose number is a likelihood ratio in `unit`; nil for raw scores.
  ///
  /// - Complexity: O(n) a prior.
  public init?(
    _ scores: ScoreDistribution, unit: ScoreUnit, prior: Double, hull: CalibrationCurve
  ) {
    guard let factor = unit.toNaturalLogarithm else { return nil }
    let shift = log(prior / (1 - prior))
    self.init(name: unit.rawValue, prior: prior, scores) {
      1 / (1 + exp(-(factor * $0 + shift)))
    } crossEntropy: {
      CalibrationCheck.priors.compactMap { prior in
        scores.crossEntropy(unit: unit, prior: prior).map { stated in
          CrossEntropy(
            prior: prior, stated: stated, best: hull.minimumCrossEntropy(prior: prior),
            without: -(prior * log2(prior) + (1 - prior) * log2(1 - prior)))
        }
      }
    }
  }

  /// Checks the percentage that `mapping` shows, taken for a probability.
  ///
  /// - Throws: ``Failure`` (`mismatchedInput`) where the mapping falls as similarity rises.
  /// - Complexity: O(n).
  public init(_ scores: ScoreDistribution, mapping: ScoreMapping, prior: Double) throws {
    let (least, greatest) = scores.extremes
    let ends = (
      mapping.percent(scores.inPolarity(least)), mapping.percent(scores.inPolarity(greatest))
    )
    guard ends.0 <= ends.1 else {
      throw Failure(
        .mismatchedInput,
        "the mapping \(mapping.name) shows less for more similar scores (\(scores.polarity.rawValue))",
        remedy: "Choose another --mapping, or check --polarity")
    }
    self.init(name: mapping.name, prior: prior, scores) {
      mapping.percent($0) / 100
    } crossEntropy: {
      []
    }
  }

  private init(
    name: String, prior: Double, _ scores: ScoreDistribution, stated: (Double) -> Double,
    crossEntropy: () -> [CrossEntropy]
  ) {
    self.name = name
    self.prior = prior
    reliability = scores.reliability(prior: prior, bins: 15, stated: stated)
    expectedCalibrationError = reliability.expectedCalibrationError
    self.crossEntropy = crossEntropy()
  }
}

extension CalibrationCheck {
  /// The check in plain words.
  public var text: String {
    var table = TextTable([
      .number("  stated"), .number("really one person"), .number("mated"), .number("non-mated"),
    ])
    for bin in reliability.bins where bin.mated + bin.nonMated > 0 {
      table.append([
        bin.meanStated.map { Numerals.percent($0) } ?? "",
        bin.observed.map { Numerals.percent($0) } ?? "", Numerals.grouped(bin.mated),
        Numerals.grouped(bin.nonMated),
      ])
    }
    var lines = [
      "Whether the probability stated (\(name)) comes true, where \(Numerals.percent(prior)) of "
        + "comparisons are of one person",
      "  On average it is off by \(Numerals.percent(expectedCalibrationError)) "
        + "(expected calibration error, \(Numerals.grouped(reliability.count)) comparisons).",
    ]
    lines += table.lines()
    if crossEntropy.isEmpty {
      lines.append(
        "  At another share it means something else: a mapping shows a percentage, no probability.")
      return lines.joined(separator: "\n")
    }
    var entropies = TextTable([
      .number("  prior probability"), .number("bits lost"), .number("at best (PAV)"),
      .number("without scores"),
    ])
    for entropy in crossEntropy {
      entropies.append([
        Numerals.percent(entropy.prior), Numerals.fixed(entropy.stated, 6),
        Numerals.fixed(entropy.best, 6), Numerals.fixed(entropy.without, 6),
      ])
    }
    lines.append("  Empirical cross-entropy; more bits than without scores: worse than silence")
    return (lines + entropies.lines()).joined(separator: "\n")
  }
}
