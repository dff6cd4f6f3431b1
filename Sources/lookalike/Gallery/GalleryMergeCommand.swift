import ArgumentParser
import Matching

/// `lookalike gallery merge`.
struct GalleryMergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Make one gallery of several.",
    discussion: """
      Dimension, metric, origin and encoder must agree. Rows keep their order.

      Example:
        lookalike gallery merge A B --to G
      """)

  @Argument(help: "The galleries.")
  var galleries: [String]
  @Option(name: .customLong("to"), help: "The gallery to make.")
  var destination: String
  @OptionGroup var work: WorkOptions
  @OptionGroup var replace: ForceOptions

  func run() throws {
    let count = try Gallery.merge(
      galleries, into: destination, replacing: replace.force, threads: work.threads,
      progress: work.progress())
    StandardError.note("\(count) templates in \(destination)")
  }
}
