import ArgumentParser
import Audit
import Essentials
import Matching
import Reports

/// Audits a labelled gallery.
struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Measure how often strangers match in a labelled gallery, and how that grows.",
    discussion: """
      Every template in turn is the probe; a search for a stranger leaves out all templates of the \
      probe's person. Prints 1:1 and 1:N rates with intervals, false positives by gallery size, \
      where independence fails, and what lies beyond the sizes measured, marked as extrapolated.

      A limit, such as --limit fpir=0.001, that is breached or can't be measured makes exit code 3.

      Examples:
        lookalike audit people.gallery --limit fpir=0.05 --format json
        lookalike audit people.gallery --report audit.html
      """)

  @Argument(help: "The gallery; each template with its subject.")
  var gallery: String
  @Option(help: "The threshold; that of a false match rate of 0.001 unless given.")
  var threshold: Double?
  @Option(help: "Gallery sizes in people, such as 100,300,1000; a ladder unless given.")
  var sizes: String?
  @Option(help: "How many ranks of the CMC.")
  var ranks = 20
  @Option(
    name: .customLong("limit"),
    help: "RATE=SHARE that must not be exceeded; RATE is fmr, fnmr, fpir, fnir or eer. Repeatable.")
  var limits: [String] = []
  @OptionGroup var report: ReportOptions
  @OptionGroup var replace: ForceOptions
  @OptionGroup var random: SeedOptions
  @OptionGroup var output: FormatOptions
  @OptionGroup var work: WorkOptions

  func validate() throws {
    if !(1...10_000).contains(ranks) {
      throw ValidationError("--ranks takes a number from 1 to 10000")
    }
    if let threshold, !threshold.isFinite {
      throw ValidationError("--threshold takes a finite number")
    }
    _ = try parsedSizes()
  }

  func run() async throws {
    try await report.check(replace)
    var options = GalleryAudit.Options()
    options.threshold = threshold
    options.sizes = try parsedSizes()
    options.ranks = ranks
    options.limits = try limits.map { try AuditLimit(parsing: $0) }
    options.threads = work.threads
    let opened = try Gallery(path: gallery)
    let seed = random.resolve()
    options.seed = seed
    let audit = try GalleryAudit.run(opened, options: options, progress: work.progress())
    try await report.write(
      Page.audit(audit, context: ReportContext(inputs: [], version: Version.text, seed: seed)),
      replace)
    switch output.format {
    case .json: try StandardOutput.json(audit)
    case .text: try StandardOutput.print(audit.lines.joined(separator: "\n"))
    }
    if audit.isBreached { throw ExitCode.limitBreached }
  }

  private func parsedSizes() throws -> [Int]? {
    try sizes.map { text in
      try text.split(separator: ",").map { part in
        guard let size = Int(part.trimmingPrefix(" ")), size > 0, size <= 1_000_000_000 else {
          throw ValidationError("--sizes takes whole numbers of people, not \"\(part)\"")
        }
        return size
      }
    }
  }
}
