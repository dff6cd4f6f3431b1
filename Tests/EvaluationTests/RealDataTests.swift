import Biometrics
import Foundation
import Testing

@testable import Evaluation

/// Checks on the shared templates of real people, where they are there.
@Suite(.enabled(if: RealTemplates.folder != nil, "the shared real templates are not here"))
struct RealDataTests {
  /// The embedded calibration is what fitting these templates gives.
  @Test func embeddedCalibrationIsReproduced() throws {
    let embedded = try Calibration.named("lfw")
    let fitted = try Calibration.fit(
      try RealTemplates.rows(onePerPerson: false),
      Calibration.Setup(
        name: "lfw", origin: .photograph, encoder: embedded.encoder, metric: .euclidean,
        source: embedded.source))
    if let path = ProcessInfo.processInfo.environment["LOOKALIKE_WRITE_CALIBRATION"] {
      try fitted.json().write(to: URL(fileURLWithPath: path))
    }
    #expect(fitted.bestStrangers.map(\.people) == embedded.bestStrangers.map(\.people))
    for score in stride(from: 0.4, through: 1.0, by: 0.05) {
      let (left, right) = (
        fitted.falseMatchRate(at: score).value, embedded.falseMatchRate(at: score).value
      )
      #expect(abs(left / right - 1) < 0.01, "FMR at \(score): \(left), embedded \(right)")
    }
  }
}
