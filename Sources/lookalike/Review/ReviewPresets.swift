import ArgumentParser
import Essentials
import Review

/// `lookalike review presets`.
struct ReviewPresets: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "presets",
    abstract: "List the reviewer models with source and mark, and regenerate what was published.",
    discussion: """
      Marks: V read in a primary text or abstract, S read in a secondary text, R recalled.

      Example:
        lookalike review presets --format json
      """)

  @OptionGroup var output: FormatOptions

  func run() throws {
    switch output.format {
    case .json: try StandardOutput.json(ReviewerPreset.report)
    case .text: try StandardOutput.print(ReviewerPreset.summary)
    }
  }
}
