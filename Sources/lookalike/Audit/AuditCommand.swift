import ArgumentParser
import Audit
import Biometrics
import Essentials
import Matching
import Reports

/// Audits a labelled gallery, or the searches of any system.
struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Measure how often strangers match in searches, and how that grows.",
    discussion: """
      Of a labelled gallery every template in turn is the probe; a search for a stranger leaves out \
      all templates of the probe's person. Prints 1:1 and 1:N rates with intervals, false positives \
      by gallery size, where independence fails, and what lies beyond the sizes measured, marked as \
      extrapolated.

      The searches of another system are audited from its candidate lists or its matrix of scores, \
      with labels that say who was searched for and who is enrolled.

      A limit, such as --limit fpir=0.001, that is breached or can't be measured makes exit code 3.
      Parts of a gallery's audit may be done anywhere and merged.

      Examples:
        lookalike audit people.gallery --limit fpir=0.05 --format json
        lookalike audit people.gallery --seed 1 --shard 1/2 --part p1; lookalike merge p1 p2
        lookalike audit people.gallery --groups people.csv --group-by sex --report audit.html
        lookalike audit --candidates lists.csv --probe-labels p.csv --reference-labels g.csv
        lookalike audit --matrix d.npy --probe-labels p.csv --polarity distance
      """)

  @Argument(help: "The gallery, each template with its subject; or of --candidates, whom it holds.")
  var gallery: String?
  @OptionGroup var source: SearchSourceOptions
  @Option(
    help: """
      The threshold; for a gallery that of a false match rate of 0.001 unless given, for --candidates \
      and --matrix that of an FPIR of 0.01.
      """)
  var threshold: Double?
  @Option(help: "Gallery sizes in people, such as 100,300,1000; a ladder unless given.")
  var sizes: String?
  @Option(help: "How many ranks of the CMC.")
  var ranks = 20
  @Option(
    name: .customLong("limit"),
    help: "RATE=SHARE that must not be exceeded; RATE is fmr, fnmr, fpir, fnir or eer. Repeatable.")
  var limits: [String] = []
  @Option(
    parsing: .upToNextOption,
    help: "Take the counts of all pairs from these files, all parts of: gallery pairs G --shard.")
  var pairs: [String] = []
  @OptionGroup var shards: ShardOptions
  @OptionGroup var groups: GroupOptions
  @OptionGroup var report: ReportOptions
  @OptionGroup var system: SystemOptions
  @OptionGroup var replace: ForceOptions
  @OptionGroup var random: SeedOptions
  @OptionGroup var output: FormatOptions
  @OptionGroup var work: WorkOptions

  func validate() throws {
    if gallery == nil && !source.isGiven {
      throw ValidationError("Name a gallery, or give --candidates or --matrix")
    }
    if gallery != nil && (source.matrix ?? source.referenceLabels) != nil {
      throw ValidationError("a gallery goes neither with --matrix nor with --reference-labels")
    }
    if sizes != nil && source.candidates != nil {
      throw ValidationError("--sizes needs all scores: a gallery or --matrix, not --candidates")
    }
    if !pairs.isEmpty && (source.isGiven || threshold != nil) {
      throw ValidationError("--pairs goes with a gallery, and brings the --threshold of its own")
    }
    if shards.shard != nil && (source.isGiven || !pairs.isEmpty) {
      throw ValidationError("--shard is for a gallery's audit, which counts all pairs itself")
    }
    if shards.shard != nil && (random.seed == nil || report.path != nil) {
      throw ValidationError("--shard needs --seed; --report goes with `lookalike merge`")
    }
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
    if source.isGiven { try await auditSearches() } else { try await auditGallery() }
  }

  private func auditGallery() async throws {
    var options = GalleryAudit.Options()
    options.threshold = threshold
    options.sizes = try parsedSizes()
    options.ranks = ranks
    options.groups = try groups.read()
    options.alpha = groups.alpha
    options.limits = try limits.map { try AuditLimit(parsing: $0) }
    options.threads = work.threads
    let opened = try Gallery(path: gallery ?? "")
    if !pairs.isEmpty {
      options.pairs = try WholeGallery.merge(
        pairs.map { try PartialResult(path: $0) }, of: opened)
    }
    let seed = random.resolve()
    options.seed = seed
    if let shard = try shards.resolve() {
      try GalleryAudit.run(
        opened, shard: shard.shard, part: shard.path, replacing: replace.force, options: options,
        progress: work.progress())
      return StandardError.note("shard \(shard.shard) is in \(shard.path)")
    }
    let audit = try GalleryAudit.run(opened, options: options, progress: work.progress())
    let context = ReportContext(
      system: system.name, inputs: try groups.hashed(), version: Version.text, seed: seed)
    try await audit.show(context, report, replace, output)
  }

  private func auditSearches() async throws {
    var options = SearchAudit.Options()
    options.threshold = threshold
    options.sizes = try parsedSizes()
    options.ranks = ranks
    options.groups = try groups.read()
    options.alpha = groups.alpha
    options.limits = try limits.map { try AuditLimit(parsing: $0) }
    options.threads = work.threads
    options.polarity = source.polarity
    options.origin = source.origin ?? .unknown
    let seed = random.resolve()
    options.seed = seed
    let audit = try source.audit(gallery: gallery, options: options, progress: work.progress())
    let context = ReportContext(
      system: system.name, inputs: try source.hashed() + groups.hashed(), version: Version.text,
      seed: seed)
    try await report.write(Page.searchAudit(audit, context: context), replace)
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
