import ArgumentParser
import Biometrics
import Essentials
import Evaluation
import Reports

/// `--shard`, `--part` and `--parts`: the replicates of a bootstrap on several machines.
struct BootstrapParts: ParsableArguments {
  @OptionGroup var own: ShardOptions
  @Option(
    parsing: .upToNextOption,
    help: "Take the --bootstrap replicates from all of these files, which --part named.")
  var parts: [String] = []

  func validate() throws {
    if own.shard != nil && !parts.isEmpty {
      throw ValidationError("--shard draws a part, --parts takes all of them: give one of the two")
    }
  }

  /// Whether either is asked for.
  var isGiven: Bool { own.shard != nil || !parts.isEmpty }

  /// What the parts of one bootstrap have in common, and which part this is.
  private func header(
    _ input: ScoreOptions, _ options: OneToOneEvaluation.Options, shard: Shard
  ) throws -> PartialResult.Header {
    var job = Dictionary(
      try input.hashed().enumerated().map { ("input \($0 + 1)", $1.sha256) }
    ) { first, _ in first }
    job["layout"] = input.layout.rawValue
    job["polarity"] = input.polarity?.rawValue ?? "not given"
    job["accept"] = options.accept.rawValue
    job["fmr"] = options.targets.map { "\($0)" }.joined(separator: " ")
    job["replicates"] = options.bootstrap.map { "\($0.replicates)" }
    job["seed"] = options.bootstrap.map { "\($0.seed)" }
    return PartialResult.Header(kind: IdentityBootstrap.kind, job: job, shard: shard)
  }

  /// Draws the part asked for into its file; false where none is.
  func draw(
    _ scores: LoadedScores, _ input: ScoreOptions, _ options: OneToOneEvaluation.Options,
    replacing: Bool, progress: any ProgressObserver
  ) throws -> Bool {
    guard let (shard, path) = try own.resolve() else { return false }
    guard case .labelled(let comparisons) = scores else {
      throw Failure(
        .mismatchedInput, "the identity bootstrap needs to know whose templates were compared",
        remedy: "Give scores with subjects (--layout 4col, 5col or csv)")
    }
    let header = try header(input, options, shard: shard)
    let drawn = try OneToOneEvaluation.replicates(
      comparisons, options: options, shard: shard, progress: progress)
    try drawn.write(part: path, header: header, replacing: replacing)
    return true
  }

  /// The replicates of all parts; nil where none are given.
  func replicates(
    _ input: ScoreOptions, _ options: OneToOneEvaluation.Options
  ) throws -> IdentityBootstrap? {
    if parts.isEmpty { return nil }
    let read = try parts.map { try PartialResult(path: $0) }
    let expected = try header(input, options, shard: .whole)
    for part in read {
      guard part.header.kind == expected.kind else {
        throw Failure(
          .mismatchedInput, "is a part of \(part.header.kind), not of a bootstrap",
          file: part.path, remedy: "Name the files that evaluate --shard wrote")
      }
      for (name, value) in expected.job.sorted(by: { $0.key < $1.key })
      where part.header.job[name] != value {
        throw Failure(
          .mismatchedInput,
          "was drawn with \(name) \(part.header.job[name] ?? "not given"), not \(value)",
          file: part.path, remedy: "Give the scores and options that the parts were drawn with")
      }
    }
    return try IdentityBootstrap.merge(read)
  }
}
