import ArgumentParser
import Essentials
import Evaluation
import Statistics

/// From published counts to the rates they imply.
struct OperationsInfer: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "infer",
    abstract: "What published counts of alerts imply, with intervals and bounds.",
    discussion: """
      What was never verified is bounded from both sides, not guessed.

      Example: lookalike operations infer --alerts 42 --verified-true 8 --verified-false 14
      """)

  @Option(help: "Alerts in all.")
  var alerts: Int
  @Option(help: "Alerts verified to be right.")
  var verifiedTrue: Int
  @Option(help: "Alerts verified to be wrong.")
  var verifiedFalse: Int
  @Option(help: "Faces searched with, where that was published.")
  var faces: Int?
  @Option(help: "People enrolled, where that was published.")
  var gallerySize: Int?
  @OptionGroup var output: FormatOptions

  func run() throws {
    let report = try FieldReport(
      faces: faces, alerts: alerts, verifiedTrue: verifiedTrue, verifiedFalse: verifiedFalse,
      galleryPeople: gallerySize)
    switch output.format {
    case .json:
      try StandardOutput.json(
        Inference(
          report: report, unverified: report.unverified, precision: report.precision,
          falseShare: report.falseShare, falseAlertsPerFace: report.falseAlertsPerFace,
          impliedFalseMatchRate: report.impliedFalseMatchRate))
    case .text: try StandardOutput.print(OperationsText.lines(report).joined(separator: "\n"))
    }
  }
}

/// The counts and what they imply.
private struct Inference: Encodable {
  let report: FieldReport
  let unverified: Int
  let precision: FieldReport.Implied
  let falseShare: FieldReport.Implied
  let falseAlertsPerFace: FieldReport.Implied?
  let impliedFalseMatchRate: Interval?
}
