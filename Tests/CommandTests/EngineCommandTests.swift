import Foundation
import TestSupport
import Testing

/// Import, search, all pairs and merge as a user runs them, killed in the middle too.
@Suite struct EngineCommandTests {
  /// An .fvecs file of templates around few directions, and labels: two templates a person.
  static func material(_ folder: TemporaryFolder, rows: Int, dimension: Int, name: String = "x")
    throws -> (templates: String, labels: String)
  {
    var state = UInt64(rows)
    func next() -> Float {
      // Knuth's 64-bit linear congruential generator: all that is needed is numbers that differ.
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(Int64(bitPattern: state) >> 40) * 0x1p-23
    }
    var bytes = Data(capacity: rows * 4 * (dimension + 1))
    for _ in 0..<rows {
      withUnsafeBytes(of: UInt32(dimension)) { bytes.append(contentsOf: $0) }
      let row = (0..<dimension).map { _ in next() }
      row.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
    let path = folder.file("\(name).fvecs")
    try bytes.write(to: URL(fileURLWithPath: path))
    let labels = try folder.write(
      (["subject"] + (0..<rows).map { "p\($0 / 2)" }).joined(separator: "\n") + "\n",
      to: "\(name).csv")
    return (path, labels)
  }

  static func run(_ arguments: [String]) async throws -> LookalikeBinary.Outcome {
    let outcome = try await LookalikeBinary.run(arguments)
    #expect(outcome.code == 0, "\(arguments): \(outcome.errors)")
    return outcome
  }

  static func gallery(
    _ folder: TemporaryFolder, rows: Int, dimension: Int, name: String = "G"
  ) async throws -> String {
    let material = try material(folder, rows: rows, dimension: dimension, name: name + "x")
    _ = try await run([
      "gallery", "import", material.templates, "--labels", material.labels, "--metric", "cosine",
      "--origin", "simulated", "--to", folder.file(name),
    ])
    return folder.file(name)
  }

  static func bytes(_ path: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path))
  }

  /// Killed at many moments, an import leaves no gallery or a whole one, and the next one works.
  @Test func aKilledImportLosesNothing() async throws {
    let folder = try TemporaryFolder()
    let material = try Self.material(folder, rows: 20_000, dimension: 48)
    let target = folder.file("G")
    let arguments = [
      "gallery", "import", material.templates, "--labels", material.labels, "--metric",
      "euclidean", "--origin", "simulated", "--to", target, "--quiet",
    ]
    var killed = 0
    for delay in stride(from: 0, through: 120, by: 12) {
      let start = ContinuousClock.now
      if try await LookalikeBinary.kill(
        arguments, when: { ContinuousClock.now - start >= .milliseconds(delay) }) == 128 + SIGKILL
      {
        killed += 1
      }
      if FileManager.default.fileExists(atPath: target) {
        _ = try await Self.run(["gallery", "verify", target])
        try FileManager.default.removeItem(atPath: target)
      }
    }
    #expect(killed > 0)
    _ = try await Self.run(arguments)
    _ = try await Self.run(["gallery", "verify", target])
    #expect(try folder.entries() == ["G", "x.csv", "x.fvecs"], "what was left behind is gone")
  }

  /// Killed while it adds, the gallery has its old templates or all new ones too.
  @Test func aKilledAppendLosesNothing() async throws {
    let folder = try TemporaryFolder()
    let target = try await Self.gallery(folder, rows: 100, dimension: 48)
    let material = try Self.material(folder, rows: 20_000, dimension: 48)
    let arguments = [
      "gallery", "import", material.templates, "--append", "--to", target, "--quiet",
    ]
    var count = 100
    for delay in stride(from: 0, through: 120, by: 20) {
      let start = ContinuousClock.now
      _ = try await LookalikeBinary.kill(
        arguments, when: { ContinuousClock.now - start >= .milliseconds(delay) })
      let verified = try await Self.run(["gallery", "verify", target])
      let found = try #require(Int(verified.output.prefix { $0.isNumber }))
      #expect(found == count || found == count + 20_000)
      count = found
    }
    _ = try await Self.run(arguments)
    let verified = try await Self.run(["gallery", "verify", target])
    #expect(verified.output.hasPrefix("\(count + 20_000) templates"))
  }

  @Test func shardsOfASearchMergeToTheSameBytes() async throws {
    let folder = try TemporaryFolder()
    let target = try await Self.gallery(folder, rows: 2000, dimension: 20)
    let probes = try Self.material(folder, rows: 101, dimension: 20, name: "probes").templates
    let search = ["search", target, "--probes", probes, "--top", "7", "--threshold", "0.2"]
    _ = try await Self.run(search + ["--to", folder.file("whole.csv")])
    var parts: [String] = []
    for shard in 1...3 {
      parts.append(folder.file("s\(shard)"))
      _ = try await Self.run(search + ["--shard", "\(shard)/3", "--part", parts[shard - 1]])
    }
    _ = try await Self.run([
      "merge", parts[1], parts[2], parts[0], "--to", folder.file("merged.csv"),
    ])
    #expect(
      try Self.bytes(folder.file("merged.csv")) == Self.bytes(folder.file("whole.csv")))
    // Missing, doubled, of another job, damaged: each is named, and nothing is written.
    _ = try await Self.run([
      "search", target, "--probes", probes, "--top", "6", "--shard", "2/3", "--part",
      folder.file("other"),
    ])
    var damaged = try Self.bytes(parts[1])
    damaged[damaged.count / 2] ^= 1
    try damaged.write(to: URL(fileURLWithPath: folder.file("damaged")))
    for (given, word) in [
      ([parts[0], parts[2]], "2/3"), (parts + [parts[0]], "s1"),
      ([parts[0], folder.file("other"), parts[2]], "other"),
      ([parts[0], folder.file("damaged"), parts[2]], "damaged"),
    ] {
      let outcome = try await LookalikeBinary.run(
        ["merge"] + given + ["--to", folder.file("no.csv")])
      #expect(outcome.code == 1 && outcome.errors.contains(word), "\(outcome.errors)")
      #expect(!FileManager.default.fileExists(atPath: folder.file("no.csv")))
    }
  }

  @Test func morePartsMergeThanAProcessMayOpen() async throws {
    let folder = try TemporaryFolder()
    let target = try await Self.gallery(folder, rows: 300, dimension: 8)
    let probes = try Self.material(folder, rows: 40, dimension: 8, name: "probes").templates
    let search = ["search", target, "--probes", probes, "--top", "2"]
    _ = try await Self.run(search + ["--to", folder.file("whole.csv")])
    let parts = (1...40).map { folder.file("s\($0)") }
    for (index, part) in parts.enumerated() {
      _ = try await Self.run(search + ["--shard", "\(index + 1)/40", "--part", part])
    }
    let limited = ["-c", "ulimit -n 24 && exec \"$@\"", "sh", LookalikeBinary.path]
    for command in [
      ["merge"] + parts + ["--to", folder.file("merged.csv")],
      ["gallery", "merge"] + Array(repeating: target, count: 40) + ["--to", folder.file("all")],
    ] {
      let outcome = try await LookalikeBinary.run(program: "/bin/sh", limited + command)
      #expect(outcome.code == 0, "\(outcome.errors)")
    }
    #expect(
      try Self.bytes(folder.file("merged.csv")) == Self.bytes(folder.file("whole.csv")))
    #expect(
      try await Self.run(["gallery", "verify", folder.file("all")]).output.hasPrefix(
        "12000 templates"))
  }

  @Test func shardsOfAllPairsMergeToTheSameBytes() async throws {
    let folder = try TemporaryFolder()
    let target = try await Self.gallery(folder, rows: 3000, dimension: 20)
    let other = try await Self.gallery(folder, rows: 1100, dimension: 20, name: "H")
    for galleries in [[target], [target, other]] {
      let pairs =
        ["gallery", "pairs"] + galleries + [
          "--tail", "0.001", "--sample", "20000", "--seed", "3", "--best", "--quiet",
        ]
      let output = ["--format", "json", "--force", "--best-to"]
      let whole = try await Self.run(pairs + output + [folder.file("whole.csv"), "--threads", "1"])
      var parts: [String] = []
      for shard in 1...2 {
        parts.append(folder.file("p\(shard)-\(galleries.count)"))
        _ = try await Self.run(pairs + ["--shard", "\(shard)/2", "--part", parts[shard - 1]])
      }
      let merged = try await Self.run(
        ["merge", parts[1], parts[0]] + output + [folder.file("merged.csv")])
      #expect(merged.output == whole.output && whole.output.contains("\"nonMatedPairs\""))
      #expect(
        try Self.bytes(folder.file("merged.csv")) == Self.bytes(folder.file("whole.csv")))
    }
  }

  @Test func shardsOfAnAuditMergeToTheSameBytes() async throws {
    let folder = try TemporaryFolder()
    let target = try await Self.gallery(folder, rows: 600, dimension: 20)
    let groups = try folder.write(
      "subject,half\n" + (0..<300).map { "p\($0),\($0 % 2)\n" }.joined(), to: "groups.csv")
    let audit = [
      "audit", target, "--groups", groups, "--group-by", "half", "--limit", "fpir=0", "--seed", "5",
      "--quiet",
    ]
    var parts: [String] = []
    for shard in 1...3 {
      parts.append(folder.file("a\(shard)"))
      _ = try await Self.run(audit + ["--shard", "\(shard)/3", "--part", parts[shard - 1]])
    }
    for format in ["json", "text"] {
      let whole = try await LookalikeBinary.run(audit + ["--format", format])
      let merged = try await LookalikeBinary.run(
        ["merge", parts[2], parts[0], parts[1], "--format", format])
      // The limit is breached either way.
      #expect(whole.code == 3 && merged.code == 3, "\(whole.errors) \(merged.errors)")
      #expect(merged.output == whole.output && whole.output.count > 1000)
    }
    for (given, word) in [
      ([parts[0], parts[2]], "2/3"), (parts + [parts[1]], "a2"), ([parts[1], parts[2]], "1/3"),
    ] {
      let outcome = try await LookalikeBinary.run(["merge"] + given)
      #expect(outcome.code == 1 && outcome.errors.contains(word), "\(outcome.errors)")
      #expect(outcome.output.isEmpty)
    }
    for wrong in [["--pairs", parts[0]], ["--report", folder.file("r.html")]] {
      let outcome = try await LookalikeBinary.run(
        audit + ["--shard", "1/3", "--part", folder.file("no")] + wrong)
      #expect(outcome.code == 64, "\(outcome.errors)")
    }
  }

  /// Killed as soon as it has noted how far it is, a run goes on to the bytes of an undisturbed one.
  @Test func aKilledComparisonGoesOn() async throws {
    let folder = try TemporaryFolder()
    let target = try await Self.gallery(folder, rows: 24_000, dimension: 64)
    let pairs = [
      "gallery", "pairs", target, "--tail", "0.0001", "--sample", "20000", "--seed", "3",
      "--format", "json", "--quiet", "--threads", "1",
    ]
    let whole = try await Self.run(pairs)
    let note = folder.file("note")
    let noting = pairs + ["--checkpoint", note, "--checkpoint-seconds", "0"]
    for _ in 0..<3 {
      _ = try await LookalikeBinary.kill(
        noting, when: { FileManager.default.fileExists(atPath: note) })
    }
    let outcome = try await Self.run(noting)
    #expect(outcome.output == whole.output)
    #expect(!FileManager.default.fileExists(atPath: note))
  }

  /// An addition can't say something else of its templates than the gallery does, and photographs get a
  /// day on which they must go.
  @Test func whatAnImportSaysOfItsTemplates() async throws {
    let folder = try TemporaryFolder()
    let target = try await Self.gallery(folder, rows: 10, dimension: 4)
    let more = ["gallery", "import", folder.file("Gx.fvecs"), "--to", target, "--append"]
    for wrong in [
      ["--origin", "photograph"], ["--encoder", "e"], ["--purpose", "p"], ["--force"],
    ] {
      #expect(try await LookalikeBinary.run(more + wrong).code == 64)
    }
    _ = try await Self.run(more)
    let new = [
      "gallery", "import", folder.file("Gx.fvecs"), "--metric", "cosine", "--to", folder.file("P"),
      "--origin", "photograph", "--purpose", "a test",
    ]
    for day in ["2026-13-45", "tomorrow", "1999-12-31"] {
      let outcome = try await LookalikeBinary.run(new + ["--retain-until", day])
      #expect(outcome.code == 1 && outcome.errors.contains(day), "\(outcome.errors)")
    }
    _ = try await Self.run(new)
    let info = try await Self.run(["gallery", "info", folder.file("P")])
    #expect(info.output.contains(/retain until \d{4}-\d{2}-\d{2}/), "\(info.output)")
  }

  @Test func aBenchmarkThatChecksNothingOrHoldsNothingIsRefused() async throws {
    let folder = try TemporaryFolder()
    for wrong in [
      ["--checks", "0"], ["--gallery-size", "9223372036854775807"], ["--probes", "0"],
      ["--probes", "9223372036854775807"], ["--top", "0"],
    ] {
      #expect(try await LookalikeBinary.run(["bench", "search"] + wrong).code == 64, "\(wrong)")
    }
    #expect(try await LookalikeBinary.run(["bench", "all-pairs", "--checks", "0"]).code == 64)
    let target = try await Self.gallery(folder, rows: 10, dimension: 4)
    let none = try folder.write("a,b,c,d\n", to: "none.csv")
    let outcome = try await LookalikeBinary.run([
      "bench", "search", "--gallery", target, "--probes-file", none,
    ])
    #expect(outcome.code == 1 && outcome.errors.contains("nothing to compare"), "\(outcome.errors)")
  }

  /// Whoever is first has the name; the others are told, also where all end in one moment.
  @Test func ofImportsToOnePlaceOneStands() async throws {
    let folder = try TemporaryFolder()
    let file = try Self.material(folder, rows: 500, dimension: 8).templates
    for round in 0..<4 {
      let target = folder.file("G\(round)")
      let codes = try await withThrowingTaskGroup(of: Int32.self) { group in
        for _ in 0..<5 {
          group.addTask {
            try await LookalikeBinary.run([
              "gallery", "import", file, "--metric", "cosine", "--to", target, "--quiet",
            ]).code
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(codes.sorted() == [0, 1, 1, 1, 1])
      _ = try await Self.run(["gallery", "verify", target])
    }
  }
}
