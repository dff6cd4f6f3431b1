import Foundation
import TestSupport
import Testing

/// The real program, run as a user runs it.
@Suite struct CommandTests {
  @Test func versionAndHelpGoToStandardOutput() async throws {
    let version = try await LookalikeBinary.run(["--version"])
    #expect(version.code == 0)
    #expect(version.output.hasPrefix("lookalike "))
    for command in ["enroll", "search", "demo"] {
      let help = try await LookalikeBinary.run([command, "--help"])
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
  ]) func wrongUsageIs64(arguments: [String]) async throws {
    let outcome = try await LookalikeBinary.run(arguments)
    #expect(outcome.code == 64)
    #expect(outcome.output.isEmpty)
    #expect(!outcome.errors.isEmpty)
  }

  @Test func failuresAreOneLineAndExitOne() async throws {
    let folder = try TemporaryFolder()
    try folder.write("file,camera\n", to: "frames.csv")
    for arguments in [
      ["enroll", folder.file("none"), "--to", folder.file("G")],
      ["enroll", folder.path, "--to", folder.file("G")],
      ["search", folder.file("none"), "--probe", "p.png"],
      ["search", folder.path, "--probe", "p.png"],
      ["demo", "--frames", folder.path, "--to", folder.file("R")],
    ] {
      let outcome = try await LookalikeBinary.run(arguments)
      #expect(outcome.code == 1, "\(arguments)")
      #expect(outcome.output.isEmpty)
      let lines = outcome.errors.split(separator: "\n").filter { !$0.hasPrefix("note:") }
      #expect(lines.count == 1 && lines[0].hasPrefix("lookalike: "), "\(outcome.errors)")
    }
    #expect(try folder.entries() == ["frames.csv"])
  }

  @Test func aFullStandardOutputIsAFailure() async throws {
    try #require(FileManager.default.fileExists(atPath: "/dev/full"))
    let outcome = try await LookalikeBinary.run(
      program: "/bin/sh", ["-c", "exec \"$0\" --help >/dev/full", LookalikeBinary.path])
    #expect(outcome.code == 1)
  }

  @Test func theDemonstrationNeverReplacesAForeignFolder() async throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.file("site"), withIntermediateDirectories: false)
    try folder.write("mine", to: "site/index.html")
    let outcome = try await LookalikeBinary.run(
      ["demo", "--frames", folder.path, "--to", folder.file("site")])
    #expect(outcome.code == 1)
    #expect(try String(contentsOfFile: folder.file("site/index.html"), encoding: .utf8) == "mine")
    #expect(try folder.entries() == ["site"])
  }
}

/// `evaluate` and `audit`, run as a user runs them.
@Suite struct AuditCommandTests {
  static let lists = """
    probe,rank,row,score
    0,1,0,0.9
    0,2,1,0.4
    1,1,0,0.5
    2,1,1,0.95

    """

  static func files(_ folder: TemporaryFolder) throws -> [String] {
    [
      "--candidates", try folder.write(lists, to: "lists.csv"), "--probe-labels",
      try folder.write("subject,sex\nann,f\ndan,m\nbob,m\n", to: "p.csv"), "--reference-labels",
      try folder.write("subject\nann\nbob\n", to: "g.csv"), "--seed", "1",
    ]
  }

  @Test func candidateListsAreAudited() async throws {
    let folder = try TemporaryFolder()
    let arguments = ["audit"] + (try Self.files(folder))
    let outcome = try await LookalikeBinary.run(
      arguments + ["--threshold", "0.45", "--groups", folder.file("p.csv"), "--group-by", "sex"]
        + ["--format", "json"])
    #expect(outcome.code == 0, "\(outcome.errors)")
    let form = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let openSet = try #require(form["openSet"] as? [String: Any])
    #expect(openSet["matedSearches"] as? Int == 2 && openSet["nonMatedSearches"] as? Int == 1)
    #expect((form["searchDifferentials"] as? [Any])?.count == 1)
    let breached = try await LookalikeBinary.run(
      arguments + ["--threshold", "0.45", "--limit", "fpir=0.1"])
    #expect(breached.code == 3 && breached.output.contains("BREACHED"))
    let without = try await LookalikeBinary.run(arguments)
    #expect(without.code == 1 && without.errors.contains("too few to choose a threshold"))
  }

  /// What is wrong is said with the usage of the command at work, also where it is found on the way.
  @Test func usageIsThatOfTheCommand() async throws {
    let folder = try TemporaryFolder()
    let labels = try folder.write("subject\na\n", to: "p.csv")
    let found = try await LookalikeBinary.run([
      "audit", "--candidates", "l.csv", "--probe-labels", labels,
    ])
    #expect(found.code == 64 && found.output.isEmpty)
    #expect(found.errors.contains("Error: --candidates needs --reference-labels"))
    #expect(found.errors.contains("Usage: lookalike audit "))
    #expect(found.errors.contains("See 'lookalike audit --help'"))
    let nested = try await LookalikeBinary.run(["review", "machine", "--reviewer", "nobody"])
    #expect(nested.code == 64 && nested.errors.contains("Usage: lookalike review machine "))
    #expect(nested.errors.contains("See 'lookalike review machine --help'"))
  }

  @Test(arguments: [
    ["audit"], ["audit", "G", "--matrix", "m.npy", "--probe-labels", "p"],
    ["audit", "--candidates", "l.csv"], ["audit", "G", "--polarity", "distance"],
    ["evaluate", "--scores", "s.csv", "--shard", "1/2"],
    ["evaluate", "--scores", "s.csv", "--bootstrap", "100", "--shard", "1/2", "--part", "p"],
    ["evaluate", "--scores", "s.csv", "--prior", "1"],
  ]) func wrongUsageIs64(arguments: [String]) async throws {
    let outcome = try await LookalikeBinary.run(arguments)
    #expect(outcome.code == 64, "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }

  /// Parts of a bootstrap give what one run prints, byte for byte.
  @Test func bootstrapInParts() async throws {
    let folder = try TemporaryFolder()
    var csv = "probe,reference,score\n"
    for a in 0..<12 {
      for b in 0...a {
        for k in 0..<3 {
          csv += "p\(a),p\(b),\((a * 7 + b * 13 + k * 5) % 11 + (a == b ? 6 : 0))\n"
        }
      }
    }
    let common = [
      "evaluate", "--scores", try folder.write(csv, to: "s.csv"), "--bootstrap", "40", "--seed",
      "5", "--format", "json",
    ]
    let whole = try await LookalikeBinary.run(common)
    #expect(whole.code == 0, "\(whole.errors)")
    for part in 1...3 {
      let outcome = try await LookalikeBinary.run(
        common + ["--shard", "\(part)/3", "--part", folder.file("p\(part)")])
      #expect(outcome.code == 0 && outcome.output.isEmpty, "\(outcome.errors)")
    }
    let parts = (1...3).map { folder.file("p\($0)") }
    let merged = try await LookalikeBinary.run(common + ["--parts"] + parts.reversed())
    #expect(merged.code == 0, "\(merged.errors)")
    #expect(merged.output == whole.output)
    let missing = try await LookalikeBinary.run(common + ["--parts"] + parts.dropLast())
    #expect(missing.code == 1 && missing.errors.contains("3/3"))
    let other = try await LookalikeBinary.run(
      common.map { $0 == "5" ? "6" : $0 } + ["--parts"] + parts)
    #expect(other.code == 1 && other.errors.contains("seed"))
  }
}
