import ArgumentParser
import Essentials
import Evaluation

/// From cameras, faces and rates to alerts, wrongful stops and hours of review.
struct OperationsForecast: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract: "What a day brings: alerts, false alerts, wrongful stops, hours of review.",
    discussion: """
      Example: lookalike operations forecast --cameras 300 --faces-per-camera 2000 \
      --prevalence 1e-5 --fpir 0.001 --tpir 0.8 --reviewer-hits 0.9 --reviewer-false-passes 0.3
      """)

  @Option(help: "Cameras connected.")
  var cameras: Int
  @Option(help: "Faces that one camera searches with in a day.")
  var facesPerCamera: Double
  @Option(help: "The chance that a face is that of somebody enrolled.")
  var prevalence: Double
  @Option(help: "How often a search for somebody not enrolled gives an alert.")
  var fpir: Double
  @Option(help: "How often a search for somebody enrolled gives the right alert.")
  var tpir: Double
  @Option(help: "How often the reviewer passes a true alert on; without it nobody looks.")
  var reviewerHits: Double?
  @Option(help: "How often the reviewer passes a false alert on.")
  var reviewerFalsePasses: Double?
  @Option(help: "Seconds of work for one alert.")
  var reviewSeconds = 30.0
  @OptionGroup var output: FormatOptions

  func validate() throws {
    if (reviewerHits == nil) != (reviewerFalsePasses == nil) {
      throw ValidationError("--reviewer-hits and --reviewer-false-passes go together")
    }
  }

  func run() throws {
    var reviewer: Deployment.Reviewer?
    if let reviewerHits, let reviewerFalsePasses {
      reviewer = Deployment.Reviewer(
        hitRate: reviewerHits, falsePassRate: reviewerFalsePasses, secondsPerAlert: reviewSeconds)
    }
    let deployment = try Deployment(
      cameras: cameras, facesPerCameraDay: facesPerCamera, prevalence: prevalence,
      falsePositiveIdentificationRate: fpir, truePositiveIdentificationRate: tpir,
      reviewer: reviewer)
    let day = deployment.day
    switch output.format {
    case .json: try StandardOutput.json(Forecast(deployment: deployment, day: day))
    case .text:
      try StandardOutput.print(OperationsText.lines(day, reviewer).joined(separator: "\n"))
    }
  }
}

/// What was assumed and what it comes to.
private struct Forecast: Encodable {
  let deployment: Deployment
  let day: Deployment.Day
}
