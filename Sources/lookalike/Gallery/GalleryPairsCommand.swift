import ArgumentParser
import Audit
import Essentials
import Matching

/// `lookalike gallery pairs`.
struct GalleryPairsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pairs",
    abstract: "Compare every template with every other, or with all of another gallery.",
    discussion: """
      Mated pairs and the non-mated ones at or above a threshold are counted exactly, every one; the \
      rest of the non-mated distribution is a seeded sample. Without --threshold it is the score that \
      a share --tail of a sample of strangers reaches. A stopped run goes on where its --checkpoint \
      left it; parts of a run may be done anywhere and merged.

      Examples:
        lookalike gallery pairs G --tail 1e-4 --seed 1 --best-to best.csv
        lookalike gallery pairs G H --seed 1 --shard 1/4 --part p1; lookalike merge p1 p2 p3 p4
      """)

  @Argument(help: "The gallery, labelled.")
  var gallery: String
  @Argument(help: "The gallery to compare it with; its own pairs when not given.")
  var other: String?
  @Option(help: "Find every pair of strangers at least as similar as this.")
  var threshold: Double?
  @Option(help: "Choose the threshold so that about this share of strangers reaches it.")
  var tail = 1e-4
  @Option(help: "How many of the most similar strangers to keep.")
  var keep = 1000
  @Option(help: "Random pairs for the body of the distribution.")
  var sample = 1_000_000
  @Flag(help: "Find the most similar stranger of every template, also below the threshold.")
  var best = false
  @Option(help: "A file from which a stopped run goes on.")
  var checkpoint: String?
  @Option(help: "The least time between two notes in --checkpoint.")
  var checkpointSeconds = 20.0
  @Option(help: "The instruction set: scalar, avx2, avx512-vnni or neon; the best when not given.")
  var simd: SIMDLevel?
  @OptionGroup var shards: ShardOptions
  @OptionGroup var rows: AllPairsOutput
  @OptionGroup var random: SeedOptions
  @OptionGroup var work: WorkOptions
  @OptionGroup var replace: ForceOptions
  @OptionGroup var output: FormatOptions

  func validate() throws {
    if !(tail > 0 && tail < 1) { throw ValidationError("--tail takes a share between 0 and 1") }
    if let threshold, !Float(threshold).isFinite {
      throw ValidationError("--threshold takes a finite number")
    }
    if !(0...100_000_000).contains(keep) || !(1...1_000_000_000).contains(sample) {
      throw ValidationError("--keep takes 0 to 100000000, --sample 1 to 1000000000")
    }
    if !(checkpointSeconds >= 0 && checkpointSeconds < 1e6) {
      throw ValidationError("--checkpoint-seconds takes a time from 0 on")
    }
    if shards.shard != nil && (rows.pairsTo != nil || rows.bestTo != nil) {
      throw ValidationError("--pairs-to and --best-to go with `lookalike merge`, not with --shard")
    }
    if shards.shard != nil && random.seed == nil {
      throw ValidationError("--shard needs --seed: all parts must draw the same sample")
    }
    if checkpoint != nil && random.seed == nil {
      throw ValidationError("--checkpoint needs --seed: a run goes on with the same sample")
    }
  }

  func run() throws {
    let opened = try Gallery(path: gallery)
    let references = try other.map { try Gallery(path: $0) }
    let level = try (simd ?? .best).required()
    let seed = random.resolve()
    let files = try rows.open(replace)
    let shard = try shards.resolve()
    var settings = try AllPairsSettings.measured(
      opened, against: references, threshold: threshold.map { Float($0) }, tailRate: tail,
      bodySample: sample, seed: seed, threads: work.threads)
    settings.keptPairs = keep
    settings.bestOfEveryRow = best
    if let shard, !replace.force {
      // Refused before the work, not after it.
      _ = try OutputFile(path: shard.path, replacing: false)
    }
    let tally = try opened.allPairs(
      settings, against: references, shard: shard?.shard ?? .whole,
      options: SearchOptions(threads: work.threads, level: level),
      checkpoint: checkpoint.map {
        AllPairsCheckpoint(path: $0, interval: .seconds(checkpointSeconds))
      }, progress: work.progress())
    guard let shard else { return try rows.write(tally, to: files, output) }
    try tally.write(
      part: shard.path,
      header: opened.allPairsHeader(settings, against: references, shard: shard.shard),
      replacing: replace.force)
    StandardError.note("shard \(shard.shard) is in \(shard.path)")
  }
}
