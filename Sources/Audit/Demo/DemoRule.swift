import Biometrics
import Essentials
import Evaluation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The decision rule of the system that the demonstration audits.
struct DemoRule {
  let calibration: Calibration
  /// The distance at which the mapping shows ``Demo/matchPercent``.
  let threshold: Double

  /// - Throws: ``Failure`` (`mismatchedInput`) where the calibration's mapping is no logistic.
  init(calibration: Calibration) throws {
    guard case .logistic(let intercept, let slope) = calibration.mapping, slope != 0 else {
      throw Failure(
        .mismatchedInput, "the calibration \(calibration.name) has no logistic mapping",
        remedy: "Fit it again with: lookalike calibrate")
    }
    self.calibration = calibration
    let share = Demo.matchPercent / 100
    threshold = (log(share / (1 - share)) - intercept) / slope
  }

  /// Whether a candidate at `distance` is called a match.
  func accepts(_ distance: Double) -> Bool {
    calibration.polarity.accepts(distance, at: threshold)
  }

  var summary: DemoResult.DecisionRule {
    DemoResult.DecisionRule(
      calibration: calibration.name, mapping: calibration.mapping.name, percent: Demo.matchPercent,
      threshold: threshold, listLength: Demo.listLength)
  }
}
