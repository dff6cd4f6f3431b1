import ArgumentParser
import Matching

/// `lookalike gallery info`.
struct GalleryInfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Say what a gallery holds.",
    discussion: """
      Example:
        lookalike gallery info G --format json
      """)

  @Argument(help: "The gallery.")
  var gallery: String
  @OptionGroup var output: FormatOptions

  func run() throws {
    let summary = try GallerySummary(Gallery(path: gallery))
    switch output.format {
    case .json: try StandardOutput.json(summary)
    case .text: try StandardOutput.print(summary.description)
    }
  }
}
