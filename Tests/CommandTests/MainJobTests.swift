import Foundation
import Synchronization
import TestSupport
import Testing

/// The main job by the real program, on a few of the sample frames, and what may go wrong on the way.
@Suite(.enabled(if: FaceFixtures.areUsable, Comment(rawValue: FaceFixtures.comment)))
struct MainJobTests {
  private static func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  /// `lookalike enroll` with the program's own settings but for speed.
  private func enroll(_ city: SmallCity, _ more: [String] = []) -> [String] {
    ["enroll", city.path, "--to", city.folder.file("G"), "--upsample", "1", "--quiet"] + more
  }

  @Test func theDemonstrationTellsItsStory() async throws {
    let city = try SmallCity(frames: 4, probes: ["probe-01", "probe-02", "probe-09"])
    let arguments = [
      "demo", "--frames", city.path, "--to", city.folder.file("report"), "--upsample", "1",
      "--quiet", "--seed", "7",
    ]
    let text = try await LookalikeBinary.run(arguments)
    try #require(text.code == 0, "\(text.errors)")
    #expect(text.output.split(separator: "\n", omittingEmptySubsequences: false).count < 40)
    for part in ["FACES", "SEARCH", "AUDIT", "REVIEW", "report/index.html"] {
      #expect(text.output.contains(part), "\(part)")
    }
    let report = city.folder.file("report")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: report).sorted() == [
        "index.html", "lookalike-demo.json",
      ])
    let page = try String(contentsOfFile: report + "/index.html", encoding: .utf8)
    #expect(page.contains("<svg") && page.contains("data:image/png;base64,"))
    for outside in ["src=\"http", "href=\"http", "@import", "url(http"] {
      #expect(!page.contains(outside))
    }
    // The second run replaces the first one's report, and says the same.
    let first = try String(contentsOfFile: report + "/lookalike-demo.json", encoding: .utf8)
    let json = try await LookalikeBinary.run(arguments + ["--format", "json", "--threads", "1"])
    #expect(json.code == 0)
    #expect(json.output == first + "\n")
    try await check(try Self.object(first), of: city)
    #expect(try city.folder.entries() == ["city", "report"])
  }

  /// Holds the figures against each other and against the truth's own file.
  private func check(_ result: [String: Any], of city: SmallCity) async throws {
    let frames = try #require(result["frames"] as? [String: Any])
    #expect(frames["listed"] as? Int == 4)
    let enrolled = try #require(frames["enrolled"] as? Int)
    let detection = try #require(result["detection"] as? [String: Any])
    let groups = try #require(detection["found"] as? [[String: Any]])
    let counts = groups.compactMap { $0["proportion"] as? [String: Int] }
    #expect(counts.reduce(0) { $0 + ($1["trials"] ?? 0) } == city.faces)
    let found = counts.reduce(0) { $0 + ($1["events"] ?? 0) }
    let wrong = try #require(detection["falseDetections"] as? [String: Int])
    #expect(found + (wrong["events"] ?? 0) == enrolled)
    #expect(wrong["trials"] == enrolled)
    let searches = try #require(result["searches"] as? [[String: Any]])
    #expect(searches.compactMap { $0["name"] as? String } == ["probe-01", "probe-02", "probe-09"])
    let mated = try #require(result["matedDistances"] as? [Double])
    let nonMated = try #require(result["nonMatedDistances"] as? [Double])
    #expect(mated.count + nonMated.count == 3 * found)
    let threshold = try #require((result["rule"] as? [String: Any])?["threshold"] as? Double)
    let rates = try #require(result["rates"] as? [[String: Any]])
    let falseMatches = try #require(rates.first { $0["abbreviation"] as? String == "FMR" })
    #expect(
      falseMatches["proportion"] as? [String: Int] == [
        "events": nonMated.count { $0 <= threshold }, "trials": nonMated.count,
      ])
    let inputs = try #require(result["inputs"] as? [[String: String]])
    let line = try await LookalikeBinary.run(
      program: "/usr/bin/sha256sum", [city.path + "/frames.csv"]
    ).output
    let digest = try #require(inputs.first { $0["name"] == "frames.csv" }?["sha256"])
    #expect(line.hasPrefix(digest))
  }

  @Test func searchAnswersInJSONAndSavesCrops() async throws {
    let city = try SmallCity(frames: 2, probes: ["probe-01"])
    #expect(try await LookalikeBinary.run(enroll(city)).code == 0)
    let gallery = city.folder.file("G")
    let crops = city.folder.file("crops")
    let outcome = try await LookalikeBinary.run([
      "search", gallery, "--probe", city.path + "/probes/probe-01.png", "--top", "3", "--format",
      "json", "--crops", crops, "--upsample", "0",
    ])
    try #require(outcome.code == 0, "\(outcome.errors)")
    let answer = try Self.object(outcome.output)
    #expect((answer["gallery"] as? [String: Any])?["templates"] as? Int ?? 0 > 0)
    #expect(answer["meaning"] is [String: Any])
    let candidates = try #require(answer["candidates"] as? [[String: Any]])
    #expect(candidates.compactMap { $0["rank"] as? Int } == [1, 2, 3])
    for key in ["frame", "camera", "address", "time", "distance", "percent", "box"] {
      #expect(candidates.allSatisfy { $0[key] != nil }, "\(key)")
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: crops).sorted() == [
        "crops.csv", "rank-01.png", "rank-02.png", "rank-03.png",
      ])
  }

  @Test func interruptedEnrolmentLeavesTheOldGallery() async throws {
    let city = try SmallCity(frames: 9)
    let first = try SmallCity(frames: 1)
    let gallery = city.folder.file("G")
    let made = try await LookalikeBinary.run([
      "enroll", first.path, "--to", gallery, "--upsample", "1", "--quiet",
    ])
    try #require(made.code == 0, "\(made.errors)")
    let before = try await LookalikeBinary.run(["gallery", "info", gallery]).output
    let folder = city.folder
    let entries = try folder.entries()
    // A background job of a shell ignores the signal from the start, and would pass that on. In the
    // middle is when the new gallery's folder stands beside the old one.
    let arguments = enroll(city, ["--force", "--threads", "1"])
    for milliseconds in [0, 0, 0, 1, 20] {
      let seen = Mutex<ContinuousClock.Instant?>(nil)
      let code = try await LookalikeBinary.kill(
        program: "/usr/bin/env", ["--default-signal=INT", LookalikeBinary.path] + arguments,
        with: SIGINT,
        when: {
          if (try? folder.entries()) == entries { return false }
          let since = seen.withLock { seen in
            seen = seen ?? .now
            return seen ?? .now
          }
          return ContinuousClock.now - since >= .milliseconds(milliseconds)
        })
      #expect(code == 130)
      #expect(try city.folder.entries() == entries)
    }
    #expect(try await LookalikeBinary.run(["gallery", "verify", gallery]).code == 0)
    #expect(try await LookalikeBinary.run(["gallery", "info", gallery]).output == before)
  }

  /// Runs the program with a limit on the size of its files, which acts as a full disk does.
  private func limited(_ kilobytes: Int, _ arguments: [String]) async throws
    -> LookalikeBinary.Outcome
  {
    try await LookalikeBinary.run(
      program: "/bin/bash",
      ["-c", "ulimit -f \(kilobytes); exec \"$0\" \"$@\"", LookalikeBinary.path] + arguments)
  }

  @Test func aFullDiskLosesNothing() async throws {
    let city = try SmallCity(frames: 4, probes: ["probe-01"])
    let first = try SmallCity(frames: 1)
    let gallery = city.folder.file("G")
    #expect(
      try await LookalikeBinary.run([
        "enroll", first.path, "--to", gallery, "--upsample", "1", "--quiet",
      ]).code == 0)
    let before = try await LookalikeBinary.run(["gallery", "info", gallery]).output
    try FileManager.default.createDirectory(
      atPath: city.folder.file("report"), withIntermediateDirectories: false)
    for (name, text) in [("lookalike-demo.json", "{}"), ("index.html", "the old one")] {
      try city.folder.write(text, to: "report/" + name)
    }
    let entries = try city.folder.entries()
    for arguments in [
      enroll(city, ["--force"]),
      [
        "demo", "--frames", city.path, "--to", city.folder.file("report"), "--upsample", "1",
        "--quiet",
      ],
    ] {
      let outcome = try await limited(2, arguments)
      #expect(outcome.code == 1, "\(outcome.errors)")
      let lines = outcome.errors.split(separator: "\n").filter { !$0.hasPrefix("note:") }
      #expect(lines.count == 1 && lines[0].hasPrefix("lookalike: "), "\(outcome.errors)")
      #expect(try city.folder.entries() == entries)
    }
    #expect(try await LookalikeBinary.run(["gallery", "verify", gallery]).code == 0)
    #expect(try await LookalikeBinary.run(["gallery", "info", gallery]).output == before)
    #expect(
      try String(contentsOfFile: city.folder.file("report/index.html"), encoding: .utf8)
        == "the old one")
  }

  @Test func aReadOnlyFolderIsSaidAtOnce() async throws {
    let city = try SmallCity(frames: 1, probes: ["probe-01"])
    // Root may write anywhere but into /proc.
    var closed = "/proc"
    if geteuid() != 0 {
      closed = city.folder.file("closed")
      try FileManager.default.createDirectory(
        atPath: closed, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o500])
    }
    for arguments in [
      ["enroll", city.path, "--to", closed + "/G"],
      ["demo", "--frames", city.path, "--to", closed + "/R"],
    ] {
      let outcome = try await LookalikeBinary.run(arguments)
      #expect(outcome.code == 1)
      let lines = outcome.errors.split(separator: "\n").filter { !$0.hasPrefix("note:") }
      #expect(lines.count == 1 && lines[0].contains(closed), "\(outcome.errors)")
    }
  }
}
