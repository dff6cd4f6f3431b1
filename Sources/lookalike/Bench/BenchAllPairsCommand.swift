import ArgumentParser
import Essentials
import Foundation
import Matching

/// `lookalike bench all-pairs`.
struct BenchAllPairsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "all-pairs",
    abstract: "Time a comparison of every template with every other, and check some of it.",
    discussion: """
      Every synthetic template is a person of its own; all pairs at or above the threshold are found \
      and scored exactly.

      Example:
        lookalike bench all-pairs --gallery-size 200000 --dimension 512 --tail 1e-4
      """)

  @OptionGroup var made: BenchGallery
  @Option(help: "The share of pairs that the tail should hold.")
  var tail = 1e-4
  @Option(help: "Rows whose best stranger is held against a full scan.")
  var checks = 4
  @Option(help: "The instruction set: scalar, avx2, avx512-vnni or neon; the best when not given.")
  var simd: SIMDLevel?
  @OptionGroup var random: SeedOptions
  @OptionGroup var work: WorkOptions
  @OptionGroup var output: FormatOptions

  func validate() throws {
    if made.gallerySize < 2 { throw ValidationError("--gallery-size takes 2 or more here") }
    if !(tail > 0 && tail < 1) || checks < 1 {
      throw ValidationError("--tail takes a share between 0 and 1, --checks a number from 1 on")
    }
  }

  func run() throws {
    let options = SearchOptions(threads: work.threads, level: try (simd ?? .best).required())
    let seed = random.resolve()
    let result = try made.use(labelled: true, seed: seed, work) { gallery in
      try AllPairsBenchmark.run(
        gallery, tailRate: tail, options: options, checks: checks, seed: seed,
        progress: work.progress())
    }
    switch output.format {
    case .json: try StandardOutput.json(result)
    case .text:
      let share = result.shareOfPeak.map { String(format: "%.1f %%", 100 * $0) } ?? "not measured"
      try StandardOutput.print(
        """
        all pairs    \(result.gallerySize) × \(result.dimension), \(result.pairs) pairs \
        (\(result.level.rawValue), \(result.threads) threads)
        tail         \(result.pairsAtThreshold) pairs at \(result.tailThreshold), each found
        time         \(String(format: "%.2f s", result.seconds))
        rate         \(String(format: "%.3f", result.comparisonsPerSecond / 1e9)) G comparisons/s, \
        \(share) of the int8 peak
        exact        \(result.exact ? "yes" : "NO"), by a full scan for \(result.checkedRows) rows
        """)
    }
    if !result.exact {
      throw Failure(
        .unavailable, "an answer differs from the full scan's", remedy: "Report this as a defect")
    }
  }
}
