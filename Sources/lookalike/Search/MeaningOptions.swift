import ArgumentParser
import Audit
import Biometrics
import Essentials
import Evaluation

/// `--calibration`, `--mapping` and `--prior`.
struct MeaningOptions: ParsableArguments {
  @Option(
    help: """
      What the meaning rests on: rendered, lfw, or a file; by default the one of the gallery's origin.
      """)
  var calibration: String?
  @Option(
    help: """
      The percentage shown: logistic (the calibration's, the default), half-cosine, cosine, or \
      distance:ZERO.
      """)
  var mapping: String?
  @Option(
    name: .customLong("prior"), parsing: .upToNextOption,
    help: "Chances, before looking, that the person is enrolled (default: 0.01 0.1 0.5).")
  var priors: [Double] = []

  func validate() throws {
    if priors.contains(where: { !($0 > 0 && $0 < 1) }) {
      throw ValidationError("--prior takes numbers between 0 and 1")
    }
    if let mapping, mapping != "logistic" { _ = try MeaningOptions.parse(mapping) }
  }

  /// Sets what a search in a gallery of `origin` explains its scores with.
  func apply(to lookup: inout Lookup, origin: Origin) throws {
    if let calibration {
      lookup.calibration = try Calibration.named(calibration)
    } else if let name = Lookup.calibrationName(for: origin),
      Calibration.embeddedNames.contains(name)
    {
      lookup.calibration = try Calibration.named(name)
    }
    if let mapping, mapping != "logistic" { lookup.mapping = try MeaningOptions.parse(mapping) }
    if !priors.isEmpty { lookup.priors = priors.sorted() }
  }

  private static func parse(_ text: String) throws -> ScoreMapping {
    switch text {
    case "half-cosine": return .halfCosine
    case "cosine": return .cosine
    default:
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      if parts.count == 2, parts[0] == "distance", let zero = Double(parts[1]), zero.isFinite,
        zero > 0
      {
        return .distance(zero: zero)
      }
      throw ValidationError(
        "--mapping takes logistic, half-cosine, cosine, or distance:ZERO with ZERO above 0")
    }
  }
}
