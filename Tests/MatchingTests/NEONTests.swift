import Foundation
import TestSupport
import Testing

/// The NEON column, cross-compiled and run under emulation where the tools are there.
@Suite struct NEONTests {
  static let compiler = "/usr/bin/aarch64-linux-gnu-gcc"
  static let emulator = "/usr/bin/qemu-aarch64"
  static var isPossible: Bool {
    [compiler, emulator].allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }
  }

  @Test(
    .enabled(
      if: NEONTests.isPossible, "needs gcc-aarch64-linux-gnu and qemu-user: apt-get install them"))
  func agreesWithTheScalarColumn() async throws {
    let folder = try TemporaryFolder()
    let kernels = PackageRoot.path + "/Sources/CMatchKernels/"
    let program = folder.file("neon")
    let sources = ["scalar.c", "neon.c", "detect.c", "crc32c.c"].map { kernels + $0 }
    let check = PackageRoot.path + "/Tests/MatchingTests/NEON/compare.c"
    #expect(
      try await run(
        Self.compiler,
        ["-O2", "-ffp-contract=off", "-static", "-I", kernels + "include", "-o", program, check]
          + sources) == 0)
    #expect(try await run(Self.emulator, ["-cpu", "max", program]) == 0)
  }

  private func run(_ tool: String, _ arguments: [String]) async throws -> Int32 {
    try await LookalikeBinary.run(program: tool, arguments).code
  }
}
