import ArgumentParser
import Audit
import Biometrics
import Essentials
import Evaluation
import Matching
import Reports

/// `--candidates`, `--matrix` and the labels: searches that another system made.
struct SearchSourceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Candidate lists of any system (CSV).",
      discussion: """
        Columns probe, score, one of subject, reference or row, and rank where there is one; the \
        lines of one probe together.
        """))
  var candidates: String?
  @Option(help: "A matrix of scores (.npy, .fvecs), a row a probe and a column a reference.")
  var matrix: String?
  @Option(
    help: "Who was searched for: a CSV with a column subject, a line a probe, and probe (its name)."
  )
  var probeLabels: String?
  @Option(
    help:
      "Who is enrolled: a CSV with a column subject, a line a template, and reference (its name).")
  var referenceLabels: String?
  @Option(help: "Which end of the scale is the similar one; similarity when not given.")
  var polarity: Polarity?
  @Option(help: "What kind of pictures were searched: photograph, rendered, simulated …")
  var origin: Origin?

  /// Whether searches are read from a file.
  var isGiven: Bool { candidates != nil || matrix != nil }

  func validate() throws {
    if candidates != nil && matrix != nil {
      throw ValidationError("--candidates and --matrix exclude each other")
    }
    if isGiven && probeLabels == nil {
      throw ValidationError(
        "--candidates and --matrix need --probe-labels: whom each probe was searched for")
    }
    if !isGiven && (probeLabels ?? referenceLabels) != nil {
      throw ValidationError(
        "--probe-labels and --reference-labels go with --candidates or --matrix")
    }
    if !isGiven && (polarity != nil || origin != nil) {
      throw ValidationError("--polarity and --origin go with --candidates or --matrix")
    }
  }

  /// The files named, with their hashes.
  func hashed() throws -> [ReportContext.Input] {
    try [candidates, matrix, probeLabels, referenceLabels]
      .compactMap { try $0.map { try ReportContext.Input(path: $0) } }
  }

  /// Audits the searches; `gallery` holds the templates enrolled where no labels say who they are.
  func audit(
    gallery: String?, options: SearchAudit.Options, progress: any ProgressObserver
  ) throws -> SearchAudit {
    let probes = try TemplateLabels(file: probeLabels ?? "", name: "probe")
    var references = try referenceLabels.map { try TemplateLabels(file: $0, name: "reference") }
    if let gallery {
      let opened = try Gallery(path: gallery)
      references = try SearchAudit.labels(of: opened)
    }
    if let matrix {
      return try SearchAudit.run(
        matrix: matrix, probes: probes, references: references, options: options,
        progress: progress)
    }
    guard let candidates, let references else {
      throw ValidationError(
        "--candidates needs --reference-labels, or the gallery: who is enrolled")
    }
    return try SearchAudit.run(
      lists: candidates, probes: probes, references: references, options: options)
  }
}
