import ArgumentParser
import Essentials

/// How a command prints its result.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  /// For people.
  case text
  /// For programs.
  case json
}

/// `--format`.
struct FormatOptions: ParsableArguments {
  @Option(help: "How the result is printed.")
  var format: OutputFormat = .text
}

/// `--seed`.
struct SeedOptions: ParsableArguments {
  @Option(help: "The seed of all random numbers; drawn and printed when not given.")
  var seed: UInt64?

  /// The seed given, or one drawn now; a note says which one it is.
  func resolve() -> UInt64 {
    if let seed {
      StandardError.note("seed \(seed)")
      return seed
    }
    let seed = UInt64.random(in: 0...UInt64(UInt32.max))
    StandardError.note("seed \(seed) (drawn; --seed \(seed) repeats this run)")
    return seed
  }
}

/// `--force`.
struct ForceOptions: ParsableArguments {
  @Flag(help: "Replace an earlier output of this command.")
  var force = false
}

/// `--threads` and `--quiet`.
struct WorkOptions: ParsableArguments {
  @Option(name: .customLong("threads"), help: "How many threads work; all cores when not given.")
  var threadCount: Int?
  @Flag(help: "Draw no progress.")
  var quiet = false

  /// The number of threads to use.
  var threads: Int { threadCount ?? Parallel.defaultThreads }

  /// Where long work reports to.
  func progress() -> any ProgressObserver {
    quiet ? NoProgress() : ConsoleProgress()
  }

  func validate() throws {
    if let threadCount, !(1...1024).contains(threadCount) {
      throw ValidationError("--threads takes a number from 1 to 1024")
    }
  }
}
