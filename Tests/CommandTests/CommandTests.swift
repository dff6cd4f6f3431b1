import Foundation
import TestSupport
import Testing

/// The real program, run as a user runs it.
@Suite struct CommandTests {
  @Test func versionAndHelpGoToStandardOutput() throws {
    let version = try LookalikeBinary.run(["--version"])
    #expect(version.code == 0)
    #expect(version.output.hasPrefix("lookalike "))
    for command in ["enroll", "search", "demo"] {
      let help = try LookalikeBinary.run([command, "--help"])
      #expect(help.code == 0)
      #expect(help.output.contains("Example: lookalike \(command)"))
    }
  }

  @Test(arguments: [
    ["fly"], ["enroll"], ["enroll", "F"], ["search", "G", "--probe", "p", "--top", "0"],
    ["search", "G", "--probe", "p", "--prior", "1.5"],
    ["enroll", "F", "--to", "G", "--upsample", "4"],
    ["search", "G", "--probe", "p", "--mapping", "distance:0"],
    ["search", "G", "--probe", "p", "--frames", "F"],
    ["enroll", "F", "--to", "G", "--threads", "0"],
    ["demo", "--format", "xml"], ["enroll", "F", "--to", "G", "--only-truth"],
  ]) func wrongUsageIs64(arguments: [String]) throws {
    let outcome = try LookalikeBinary.run(arguments)
    #expect(outcome.code == 64)
    #expect(outcome.output.isEmpty)
    #expect(!outcome.errors.isEmpty)
  }

  @Test func failuresAreOneLineAndExitOne() throws {
    let folder = try TemporaryFolder()
    try folder.write("file,camera\n", to: "frames.csv")
    for arguments in [
      ["enroll", folder.file("none"), "--to", folder.file("G")],
      ["enroll", folder.path, "--to", folder.file("G")],
      ["search", folder.file("none"), "--probe", "p.png"],
      ["search", folder.path, "--probe", "p.png"],
      ["demo", "--frames", folder.path, "--to", folder.file("R")],
    ] {
      let outcome = try LookalikeBinary.run(arguments)
      #expect(outcome.code == 1, "\(arguments)")
      #expect(outcome.output.isEmpty)
      let lines = outcome.errors.split(separator: "\n").filter { !$0.hasPrefix("note:") }
      #expect(lines.count == 1 && lines[0].hasPrefix("lookalike: "), "\(outcome.errors)")
    }
    #expect(try folder.entries() == ["frames.csv"])
  }

  @Test func aFullStandardOutputIsAFailure() throws {
    try #require(FileManager.default.fileExists(atPath: "/dev/full"))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: LookalikeBinary.path)
    process.arguments = ["--help"]
    process.standardOutput = FileHandle(forWritingAtPath: "/dev/full")
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 1)
  }

  @Test func theDemonstrationNeverReplacesAForeignFolder() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.file("site"), withIntermediateDirectories: false)
    try folder.write("mine", to: "site/index.html")
    let outcome = try LookalikeBinary.run(
      ["demo", "--frames", folder.path, "--to", folder.file("site")])
    #expect(outcome.code == 1)
    #expect(try String(contentsOfFile: folder.file("site/index.html"), encoding: .utf8) == "mine")
    #expect(try folder.entries() == ["site"])
  }
}
