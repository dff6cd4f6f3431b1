import ArgumentParser
import Matching

/// `lookalike gallery export`.
struct GalleryExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a gallery's templates and labels to plain files.",
    discussion: """
      The files are readable by you alone: templates are biometric data.

      Example:
        lookalike gallery export G --to X.npy --labels L.csv
      """)

  @Argument(help: "The gallery.")
  var gallery: String
  @Option(name: .customLong("to"), help: "The .npy or .fvecs file to write.")
  var destination: String
  @Option(help: "The CSV file for subjects and attributes.")
  var labels: String?
  @OptionGroup var work: WorkOptions
  @OptionGroup var replace: ForceOptions

  func run() throws {
    let opened = try Gallery(path: gallery)
    try opened.export(
      templates: destination, replacing: replace.force, progress: work.progress())
    if let labels { try opened.export(labels: labels, replacing: replace.force) }
  }
}
