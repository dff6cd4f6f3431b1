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
    let outcome = try await LookalikeBinary.run(
      program: Self.python,
      [
        PackageRoot.path + "/Tests/Browser/\(script).py", program + "/lookalike-serve",
        PackageRoot.path + "/SampleFrames",
      ])
    #expect(outcome.code == 0, "\(outcome.output + outcome.errors)")
  }
}
