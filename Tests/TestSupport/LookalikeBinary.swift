import Foundation

/// The real program, run as a user runs it.
public struct LookalikeBinary: Sendable {
  /// What a run left behind.
  public struct Outcome: Sendable {
    /// The exit code, or 128 and the signal.
    public let code: Int32
    /// Standard output.
    public let output: String
    /// Standard error.
    public let errors: String
  }

  /// The program's path: beside the test bundle.
  public static let path: String = {
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    let beside = bundle.appendingPathComponent("lookalike").path
    return FileManager.default.fileExists(atPath: beside)
      ? beside : PackageRoot.path + "/.build/release/lookalike"
  }()

  /// Runs it, or another `program`, with `arguments` in `folder`.
  ///
  /// It waits off the cooperative threads. They are as few as the processors: two tests that blocked one
  /// each would hold up every other, and the servers that run in this process.
  public static func run(
    program: String = path, _ arguments: [String], in folder: String? = nil,
    environment: [String: String] = [:]
  ) async throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    // Files, not pipes: a pipe that fills up would stop the program.
    let scratch = try TemporaryFolder()
    for name in ["out", "err"] { try scratch.write("", to: name) }
    process.standardOutput = FileHandle(forWritingAtPath: scratch.file("out"))
    process.standardError = FileHandle(forWritingAtPath: scratch.file("err"))
    process.standardInput = FileHandle.nullDevice
    try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in ended.resume() }
      do { try process.run() } catch { ended.resume(throwing: error) }
    }
    let isSignal = process.terminationReason == .uncaughtSignal
    return Outcome(
      code: process.terminationStatus + (isSignal ? 128 : 0),
      output: try String(contentsOfFile: scratch.file("out"), encoding: .utf8),
      errors: try String(contentsOfFile: scratch.file("err"), encoding: .utf8))
  }
}
