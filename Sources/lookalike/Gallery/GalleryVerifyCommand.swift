import ArgumentParser
import Essentials
import Matching

/// `lookalike gallery verify`.
struct GalleryVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Hold every block of a gallery against its checksum.",
    discussion: """
      Names the file, bytes and rows of each damaged block, and exits with 1 where there is one.

      Example:
        lookalike gallery verify G
      """)

  @Argument(help: "The gallery.")
  var gallery: String
  @OptionGroup var work: WorkOptions
  @OptionGroup var output: FormatOptions

  func run() throws {
    let opened = try Gallery(path: gallery)
    let damages = try opened.verify(threads: work.threads, progress: work.progress())
    switch output.format {
    case .json: try StandardOutput.json(damages)
    case .text:
      for damage in damages { try StandardOutput.print(damage.description) }
      if damages.isEmpty { try StandardOutput.print("\(opened.count) templates, all sound") }
    }
    if !damages.isEmpty {
      throw Failure(
        .malformedInput, "has \(damages.count) damaged blocks", file: gallery,
        remedy: "Restore the files named above, or build the gallery again")
    }
  }
}
