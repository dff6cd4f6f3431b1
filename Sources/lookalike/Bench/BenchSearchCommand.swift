import ArgumentParser
import Biometrics
import Essentials
import Foundation
import Matching

/// `lookalike bench search`.
struct BenchSearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Time exact searches, and check a sample of the answers.",
    discussion: """
      Measures the machine's int8, float32 and memory peaks, then the search: on synthetic templates, \
      or on a gallery and probes of yours.

      Example:
        lookalike bench search --gallery-size 1000000 --dimension 512 --probes 1024 --top 10
      """)

  @OptionGroup var made: BenchGallery
  @Option(help: "Probes searched for at once.")
  var probes = 256
  @Option(help: "Candidates a probe.")
  var top = 10
  @Option(help: "Searches that are timed, after one that is not.")
  var repeats = 3
  @Option(help: "Probes whose answer is held against a full scan.")
  var checks = 4
  @Option(help: "The instruction set: scalar, avx2, avx512-vnni or neon; the best when not given.")
  var simd: SIMDLevel?
  @Flag(help: "Time a float32 matrix product of OpenBLAS with selection too.")
  var baseline = false
  @Option(help: "A gallery to search instead of a synthetic one; needs --probes-file.")
  var gallery: String?
  @Option(help: "A file of probes for --gallery.")
  var probesFile: String?
  @OptionGroup var random: SeedOptions
  @OptionGroup var work: WorkOptions
  @OptionGroup var output: FormatOptions

  func validate() throws {
    if !(1...10_000_000).contains(probes) {
      throw ValidationError("--probes takes a number from 1 to 10000000")
    }
    if top < 1 || repeats < 1 || checks < 1 {
      throw ValidationError("--top, --repeats and --checks take numbers from 1 on")
    }
    if (gallery == nil) != (probesFile == nil) {
      throw ValidationError("--gallery and --probes-file go together")
    }
  }

  func run() throws {
    if baseline { BLASCoreType.restartWithBetterKernels() }
    let level = try (simd ?? .best).required()
    let options = SearchOptions(threads: work.threads, level: level)
    if let gallery, let probesFile {
      return try report(
        SearchBenchmark.run(
          Gallery(path: gallery), TemplateReader(path: probesFile).readAll(), top: top,
          options: options, repeats: repeats, checks: checks, baseline: baseline))
    }
    let seed = random.resolve()
    let batch = try made.spectrum.templates(
      made.gallerySize..<made.gallerySize + probes, dimension: made.dimension, seed: seed,
      threads: work.threads)
    try report(
      made.use(labelled: false, seed: seed, work) { gallery in
        try SearchBenchmark.run(
          gallery, batch, top: top, options: options, repeats: repeats, checks: checks,
          baseline: baseline)
      })
  }

  private func report(_ result: SearchBenchmark) throws {
    switch output.format {
    case .json: try StandardOutput.json(result)
    case .text: try StandardOutput.print(BenchReport(result).description)
    }
    if !result.exact {
      throw Failure(
        .unavailable, "an answer differs from the full scan's", remedy: "Report this as a defect")
    }
  }
}
