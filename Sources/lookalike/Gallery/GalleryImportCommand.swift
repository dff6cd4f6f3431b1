import ArgumentParser
import Audit
import Biometrics
import Essentials
import Matching

/// `lookalike gallery import`.
struct GalleryImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Make a gallery of a file of templates.",
    discussion: """
      TEMPLATES is a .npy (float16, 32 or 64; any order), a .fvecs, or a .csv file whose columns are \
      all numbers. The labels name the subject of each template, line by line; columns beside \
      `subject` are kept as attributes. Templates that are added (--append) are of the gallery's metric, \
      origin, encoder and purpose.

      Examples:
        lookalike gallery import X.npy --labels L.csv --metric cosine --to G
        lookalike gallery import Y.npy --labels M.csv --append --to G
      """)

  @Argument(help: "The file of templates.")
  var templates: String
  @Option(help: "A CSV file with a column `subject` and one line a template.")
  var labels: String?
  @Option(help: "How templates are compared: cosine, inner-product or euclidean.")
  var metric: Metric?
  @Option(name: .customLong("to"), help: "The gallery to make.")
  var destination: String
  @Flag(help: "Add to the gallery that stands there instead.")
  var append = false
  @Option(
    help: "Where the faces come from: photograph, rendered, simulated or unknown (the default).")
  var origin: Origin?
  @Option(help: "The encoder that made the templates, and its version.")
  var encoder: String?
  @Option(help: "Why they are enrolled; photographs may not be without.")
  var purpose: String?
  @Option(
    help: """
      The day after which the gallery should be deleted, YYYY-MM-DD; for photographs 30 days from now \
      when not given.
      """)
  var retainUntil: String?
  @OptionGroup var work: WorkOptions
  @OptionGroup var replace: ForceOptions

  func validate() throws {
    if append == (metric != nil) {
      throw ValidationError(
        append
          ? "--append keeps the gallery's metric; leave --metric out"
          : "--metric is required: cosine, inner-product or euclidean")
    }
    if append && (origin != nil || encoder != nil || purpose != nil || retainUntil != nil) {
      throw ValidationError(
        "--append keeps what the gallery says of its templates; leave --origin, --encoder, --purpose "
          + "and --retain-until out")
    }
    if append && replace.force {
      throw ValidationError("--append keeps what is there, --force replaces it; leave one out")
    }
  }

  func run() throws {
    let file = try TemplateReader(path: templates)
    let writer: GalleryWriter
    if let metric {
      let origin = origin ?? .unknown
      let information = GalleryInformation(
        dimension: file.dimension, metric: metric, origin: origin, encoder: encoder,
        purpose: purpose, retainUntil: try RetentionRule.date(retainUntil, origin: origin))
      writer = try GalleryWriter(
        path: destination, information: information, replacing: replace.force,
        threads: work.threads)
    } else {
      writer = try GalleryWriter(appendingTo: destination, threads: work.threads)
    }
    try writer.add(file, labels: labels, progress: work.progress())
    try writer.finish()
    StandardError.note("\(writer.count) templates of \(file.dimension) numbers in \(destination)")
  }
}
