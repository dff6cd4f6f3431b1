import ArgumentParser
import Essentials
import Matching

/// `--probes`, `--to` and `--simd`: many probes from a file.
struct BatchOptions: ParsableArguments {
  @Option(help: "A .npy, .fvecs or .csv file of many templates.")
  var probes: String?
  @Option(name: .customLong("to"), help: "The CSV file for the candidates of --probes.")
  var destination: String?
  @OptionGroup var shards: ShardOptions
  @Option(help: "The instruction set: scalar, avx2, avx512-vnni or neon; the best when not given.")
  var simd: SIMDLevel?

  /// Searches for all probes of the file.
  func run(
    _ gallery: Gallery, top: Int, threshold: Double?, work: WorkOptions, replacing: Bool,
    format: OutputFormat
  ) throws {
    guard let probes, (destination == nil) != (shards.part == nil) else {
      throw ValidationError("--probes needs --to, the CSV file to write, or --shard and --part")
    }
    let options = SearchOptions(threads: work.threads, level: try (simd ?? .best).required())
    let reader = try TemplateReader(path: probes)
    let threshold = threshold.map { Float($0) }
    let statistics: SearchStatistics
    if let shard = try shards.resolve() {
      statistics = try gallery.search(
        reader, top: top, threshold: threshold, shard: shard.shard, part: shard.path,
        replacing: replacing, options: options, progress: work.progress())
    } else {
      let file = try OutputFile(path: destination ?? "", replacing: replacing, mode: 0o600)
      statistics = try gallery.search(
        reader, top: top, threshold: threshold, to: file, options: options,
        progress: work.progress())
      try file.commit()
    }
    switch format {
    case .json: try StandardOutput.json(statistics)
    case .text: StandardError.note(statistics.description)
    }
  }
}
