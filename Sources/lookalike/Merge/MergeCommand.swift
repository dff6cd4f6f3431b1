import ArgumentParser
import Audit
import Essentials
import Evaluation
import Matching
import Reports
import Simulation

/// `lookalike merge`: the parts of a sharded computation put together.
struct MergeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Put the parts of a sharded computation together.",
    discussion: """
      The result has the bytes that one run would have given. A part that is missing, given twice, of \
      another computation, or damaged is named, and nothing is written.

      Examples:
        lookalike merge p1 p2 p3 p4 --format json
        lookalike merge s1 s2 --to out.csv
        lookalike merge a1 a2 a3 --report audit.html
        lookalike merge city1 city2 --format json
      """)

  @Argument(help: "The files that --part named, all of them, in any order.")
  var parts: [String]
  @Option(
    name: .customLong("to"),
    help: "The CSV file for the candidates of a search, or the rows of a sweep.")
  var destination: String?
  @OptionGroup var rows: AllPairsOutput
  @OptionGroup var report: ReportOptions
  @OptionGroup var system: SystemOptions
  @OptionGroup var replace: ForceOptions
  @OptionGroup var work: WorkOptions
  @OptionGroup var output: FormatOptions

  func run() async throws {
    let parts = try parts.map { try PartialResult(path: $0) }
    let kind = parts.first?.header.kind ?? ""
    if kind != GalleryAudit.partKind && kind != SimulationPart.kind && report.path != nil {
      throw ValidationError("--report is for parts of an audit or of a scenario")
    }
    if kind != SearchPart.kind && kind != Sweep.partKind && destination != nil {
      throw ValidationError("--to is for parts of a search or a sweep")
    }
    switch kind {
    case GalleryAudit.partKind:
      try await report.check(replace)
      let (audit, inputs) = try GalleryAudit.merge(parts)
      let context = ReportContext(
        system: system.name,
        inputs: inputs.map { ReportContext.Input(name: $0.name, sha256: $0.sha256) },
        version: Version.text, seed: audit.seed)
      try await audit.show(context, report, replace, output)
    case SimulationPart.kind:
      try await report.check(replace)
      try await SimulationPart.merge(parts, threads: work.threads).write(output, report, replace)
    case SearchPart.kind:
      let file = try destinationFile(mode: 0o600)
      try SearchPart.merge(parts, to: file)
      try file.commit()
    case Sweep.partKind:
      let file = try destinationFile(mode: 0o644)
      try Sweep.merge(parts, to: file)
      try file.commit()
    case AllPairsTally.kind:
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
        file: parts.first?.path,
        remedy: "Name parts of an audit, a search, a scenario, a sweep or `gallery pairs`")
    }
  }

  /// The file that --to names.
  private func destinationFile(mode: UInt16) throws -> OutputFile {
    guard let destination else {
      throw ValidationError("parts of a search or a sweep need --to, the CSV file to write")
    }
    return try OutputFile(path: destination, replacing: replace.force, mode: mode)
  }
}
