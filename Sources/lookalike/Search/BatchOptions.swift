import ArgumentParser
import Essentials
import Matching

/// `--probes`, `--to` and `--simd`: many probes from a file.
struct BatchOptions: ParsableArguments {
  @Option(help: "A .npy, .fvecs or .csv file of many templates.")
  var probes: String?
  @Option(name: .customLong("to"), help: "The CSV file for the candidates of --probes.")
  var destination: String?
  @Option(help: "The instruction set: scalar, avx2, avx512-vnni or neon; the best when not given.")
  var simd: SIMDLevel?

  /// Searches for all probes of the file.
  func run(
    _ gallery: Gallery, top: Int, threshold: Double?, work: WorkOptions, replacing: Bool,
    format: OutputFormat
  ) throws {
    guard let probes, let destination else {
      throw ValidationError("--probes needs --to, the CSV file to write")
    }
    let file = try OutputFile(path: destination, replacing: replacing, mode: 0o600)
    let options = SearchOptions(threads: work.threads, level: try (simd ?? .best).required())
    let statistics = try gallery.search(
      TemplateReader(path: probes), top: top, threshold: threshold.map { Float($0) }, to: file,
      options: options, progress: work.progress())
    try file.commit()
    switch format {
    case .json: try StandardOutput.json(statistics)
    case .text: StandardError.note(statistics.description)
    }
  }
}
