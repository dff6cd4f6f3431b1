import ArgumentParser
import Essentials
import Evaluation
import Matching

/// `lookalike merge`: the parts of a sharded computation put together.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Put the parts of a sharded computation together.",
    discussion: """
      The result has the bytes that one run would have given. A part that is missing, given twice, of \
      another computation, or damaged is named, and nothing is written.

      Examples:
        lookalike merge p1 p2 p3 p4 --format json
        lookalike merge s1 s2 --to out.csv
      """)

  @Argument(help: "The files that --part named, all of them, in any order.")
  var parts: [String]
  @Option(name: .customLong("to"), help: "The CSV file for the candidates of a search.")
  var destination: String?
  @OptionGroup var rows: AllPairsOutput
  @OptionGroup var replace: ForceOptions
  @OptionGroup var output: FormatOptions

  func run() throws {
    let parts = try parts.map { try PartialResult(path: $0) }
    let kind = parts.first?.header.kind ?? ""
    switch kind {
    case SearchPart.kind:
      guard let destination else {
        throw ValidationError("parts of a search need --to, the CSV file to write")
      }
      let file = try OutputFile(path: destination, replacing: replace.force, mode: 0o600)
      try SearchPart.merge(parts, to: file)
      try file.commit()
    case AllPairsTally.kind:
      if destination != nil {
        throw ValidationError("--to is for parts of a search; see --pairs-to and --best-to")
      }
      let files = try rows.open(replace)
      try rows.write(AllPairsTally.merge(parts), to: files, output)
    case IdentityBootstrap.kind:
      throw Failure(
        .mismatchedInput,
        "holds replicates of a bootstrap, which need their scores to say anything",
        file: parts.first?.path, remedy: "Run evaluate on the same scores, with --parts")
    default:
      throw Failure(
        .mismatchedInput, "is of \(kind), which is not merged by this command",
        file: parts.first?.path, remedy: "Name parts of a search or of `gallery pairs`")
    }
  }
}
