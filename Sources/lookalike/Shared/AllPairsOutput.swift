import ArgumentParser
import Audit
import Essentials
import Matching

/// `--pairs-to` and `--best-to`: the rows behind an all-pairs comparison's counts.
struct AllPairsOutput: ParsableArguments {
  @Option(help: "A CSV file for the most similar strangers.")
  var pairsTo: String?
  @Option(help: "A CSV file for each template's most similar stranger, as far as it is known.")
  var bestTo: String?

  /// The files asked for, refused before long work where they may not be written.
  func open(_ replace: ForceOptions) throws -> (pairs: OutputFile?, best: OutputFile?) {
    func file(_ path: String?) throws -> OutputFile? {
      try path.map { try OutputFile(path: $0, replacing: replace.force, mode: 0o600) }
    }
    return (try file(pairsTo), try file(bestTo))
  }

  /// Writes the files and prints the report.
  func write(
    _ tally: AllPairsTally, to files: (pairs: OutputFile?, best: OutputFile?),
    _ output: FormatOptions
  ) throws {
    if let pairs = files.pairs {
      try tally.writePairs(to: pairs)
      try pairs.commit()
    }
    if let best = files.best {
      try tally.writeBest(to: best)
      try best.commit()
    }
    let report = AllPairsReport(tally)
    switch output.format {
    case .json: try StandardOutput.json(report)
    case .text: try StandardOutput.print(report.lines.joined(separator: "\n"))
    }
  }
}
