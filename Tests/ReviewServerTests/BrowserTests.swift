import Foundation
import TestSupport
import Testing

/// The console in a real browser, by keyboard: Tests/Browser holds the scripts.
@Suite(.serialized) struct BrowserTests {
  static let cache = FaceFixtures.cache
  static let python = cache + "/browser-tests/bin/python"
  /// Whether the tests' own Python and a browser are there.
  static let isUsable =
    FileManager.default.isExecutableFile(atPath: python)
    && FileManager.default.isExecutableFile(atPath: "/usr/bin/chromium")

  @Test(
    .enabled(if: isUsable, "needs chromium and Scripts/setup test"),
    .enabled(if: FaceFixtures.hasSampleFrames, "needs SampleFrames"),
    arguments: ["study", "lessons"])
  func passes(script: String) async throws {
    let program = URL(fileURLWithPath: LookalikeBinary.path).deletingLastPathComponent().path
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.python)
    process.arguments = [
      PackageRoot.path + "/Tests/Browser/\(script).py", program + "/lookalike-serve",
      PackageRoot.path + "/SampleFrames",
    ]
    let scratch = try TemporaryFolder()
    try scratch.write("", to: "out")
    let output = FileHandle(forWritingAtPath: scratch.file("out"))
    process.standardOutput = output
    process.standardError = output
    process.standardInput = FileHandle.nullDevice
    // Waits off the cooperative threads, which other tests need.
    try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in done.resume() }
      do { try process.run() } catch { done.resume(throwing: error) }
    }
    let said = try String(contentsOfFile: scratch.file("out"), encoding: .utf8)
    #expect(process.terminationStatus == 0, "\(said)")
  }
}
