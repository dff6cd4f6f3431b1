import ArgumentParser
import Audit
import Biometrics
import Essentials
import Evaluation
import Matching

/// Fits a calibration to a labelled gallery.
struct Calibrate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fit what scores mean to a labelled gallery.",
    discussion: """
      Compares every template with every other and writes the score distributions, likelihood \
      ratios and best strangers as aggregate tables: no template can be got back from them. The \
      file serves `explain --calibration FILE`.

      Example: lookalike calibrate people.gallery --name studio --to studio.json
      """)

  @Argument(help: "The gallery; each template with its subject.")
  var gallery: String
  @Option(
    help: "A gallery of other templates of the same people, to search with: poor pictures, say.")
  var probes: String?
  @Option(help: "The name of the calibration.")
  var name: String
  @Option(help: "The JSON file to write.")
  var to: String
  @Option(help: "The encoder, where the gallery does not say.")
  var encoder: String?
  @Option(help: "What kind of pictures, where the gallery does not say: photograph, rendered …")
  var origin: Origin?
  @Option(help: "The data in a sentence; printed with every figure that rests on them.")
  var source: String?
  @OptionGroup var replace: ForceOptions
  @OptionGroup var work: WorkOptions

  func run() throws {
    let gallery = try Gallery(path: gallery)
    let file = try OutputFile(path: to, replacing: replace.force)
    let calibration = try GalleryCalibration.fit(
      gallery, probes: try probes.map { try Gallery(path: $0) }, name: name, encoder: encoder,
      origin: origin, source: source, threads: work.threads, progress: work.progress())
    try file.write(try calibration.json())
    try file.commit()
    StandardError.note(
      "\(calibration.nonMated.trials) non-mated and \(calibration.mated.trials) mated comparisons of \(calibration.nonMated.identities) people; use it with --calibration \(to)"
    )
  }
}
