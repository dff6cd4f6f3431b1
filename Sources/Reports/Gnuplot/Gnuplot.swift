import Essentials
import Subprocess

/// Draws plots with the gnuplot program.
///
/// Each drawing is one child process that reads everything from its standard input and writes SVG
/// to its standard output: no shell, no file, no settings of the user.
public struct Gnuplot: Sendable {
  /// The program's name, to be found on the PATH.
  public let program: String
  /// How long one drawing may take, in seconds.
  public let timeLimitSeconds: Int

  /// Makes it; a figure takes about a tenth of a second, so the limit is for a program that hangs.
  public init(program: String = "gnuplot", timeLimitSeconds: Int = 300) {
    self.program = program
    self.timeLimitSeconds = timeLimitSeconds
  }

  /// Throws when gnuplot can't be run; for finding that out before long work begins.
  ///
  /// - Throws: ``Failure`` (`unavailable`).
  public func check() async throws {
    _ = try await run("exit\n")
  }

  /// Draws `plots`, as many at a time as there are cores; the drawings come in the plots' order.
  func draw(_ plots: [Plot]) async throws -> [Drawing] {
    try await withThrowingTaskGroup(of: (Int, Drawing).self) { group in
      var drawings: [Int: Drawing] = [:]
      var next = 0
      while drawings.count < plots.count {
        while next < plots.count, next - drawings.count < Parallel.defaultThreads {
          let (index, plot) = (next, plots[next])
          group.addTask { (index, try Drawing(svg: await run(GnuplotScript(plot).text))) }
          next += 1
        }
        if let (index, drawing) = try await group.next() { drawings[index] = drawing }
      }
      return plots.indices.compactMap { drawings[$0] }
    }
  }

  /// What gnuplot writes when it reads `script`; it is stopped at the time limit.
  func run(_ script: String) async throws -> String {
    try await withThrowingTaskGroup(of: String?.self) { group in
      group.addTask { try await child(script) }
      group.addTask {
        try await Task.sleep(for: .seconds(timeLimitSeconds))
        return nil
      }
      defer { group.cancelAll() }
      guard let output = try await group.next() ?? nil else {
        throw Failure(
          .unavailable, "\(program) took longer than \(timeLimitSeconds) s for one figure",
          remedy: "Try again when the machine is less busy")
      }
      return output
    }
  }

  private func child(_ script: String) async throws -> String {
    do {
      let result = try await Subprocess.run(
        .name(program), arguments: ["-d"],
        environment: .inherit.updating(["LC_ALL": "C.UTF-8", "GNUTERM": "svg"]),
        input: .string(script), output: .string(limit: 16 << 20), error: .string(limit: 1 << 16))
      guard result.terminationStatus.isSuccess else {
        let complaint = result.standardError.split(separator: "\n").last ?? "no message"
        throw Failure(.unavailable, "\(program) could not draw a figure (\(complaint))")
      }
      return result.standardOutput
    } catch let error as SubprocessError {
      throw Failure(
        .unavailable, "\(program) can't be run for the figures (\(error))",
        remedy: "Run Scripts/setup, or install the package gnuplot-nox")
    }
  }
}
