import ArgumentParser
import Biometrics
import Essentials
import Foundation
import Matching

/// The synthetic gallery of a benchmark, removed when it was used.
struct BenchGallery: ParsableArguments {
  @Option(help: "Templates in the gallery.")
  var gallerySize = 100_000
  @Option(help: "Numbers a template has.")
  var dimension = 512
  @Option(help: "How templates are compared: cosine, inner-product or euclidean.")
  var metric: Metric = .cosine
  @Option(help: "How synthetic templates are distributed: random or face.")
  var spectrum: Spectrum = .random
  @Option(help: "A folder for the synthetic gallery; it is removed afterwards.")
  var folder: String?

  func validate() throws {
    if !(1...10_000_000_000).contains(gallerySize) || !(1...16_384).contains(dimension) {
      throw ValidationError("--gallery-size takes 1 to 10000000000, --dimension 1 to 16384")
    }
  }

  /// Makes it, labelled where every template should be a person of its own.
  func use<Result>(
    labelled: Bool, seed: UInt64, _ work: WorkOptions, _ body: (Gallery) throws -> Result
  ) throws -> Result {
    let path = (folder ?? NSTemporaryDirectory()) + "/lookalike-bench-\(getpid())"
    Cleanup.register(path)
    defer {
      try? FileManager.default.removeItem(atPath: path)
      Cleanup.unregister(path)
    }
    return try body(
      SearchBenchmark.makeGallery(
        at: path, size: gallerySize, dimension: dimension, metric: metric, spectrum: spectrum,
        labelled: labelled, seed: seed, threads: work.threads, progress: work.progress()))
  }
}
