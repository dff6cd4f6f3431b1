import Essentials
import Foundation
import Review
import TestSupport
import Testing

@testable import ReviewServer
@testable import Store

/// `lookalike-serve` itself: backup, restore, verify and export, as an auditor calls them.
@Suite struct ProgramTests {
  private static let program =
    URL(fileURLWithPath: LookalikeBinary.path).deletingLastPathComponent().path + "/lookalike-serve"

  private func run(_ arguments: String...) async throws -> LookalikeBinary.Outcome {
    try await LookalikeBinary.run(program: Self.program, arguments)
  }

  /// A store with a study that two people answered, and its head.
  private func filled(_ folder: TemporaryFolder) async throws -> LogHead {
    let store = try ConsoleStore(folder: folder.file("data"))
    var design = StudyDesign(
      title: "Two streets", origin: .rendered, pay: Money(cents: 4, .usd), seed: 7, source: "",
      proposal: "")
    design.overlap = 2
    let pairs = (0..<6).map { number in
      NewPair(
        list: 1, probe: [1], candidate: [UInt8(number)], frame: nil,
        facts: PairFacts(rank: number + 1, isProposed: false, isMated: number < 3), isGold: false)
    }
    let study = try await store.make(design, pairs: pairs)
    for name in ["ada", "ben"] {
      let person = try await store.invite(.reviewer, study: study, name: name).person
      try await store.provideWork(for: person)
      for item in try store.openWork(for: person.id, most: 100) {
        _ = try await store.carryOut(
          AnswerRequest(
            .answer, assignment: item.assignment, value: item.facts.isMated == true ? 2 : -2,
            active: 900, key: UUID().uuidString), by: person.id)
      }
    }
    let head = try await store.head()
    try store.close()
    return head
  }

  @Test func whatIsBackedUpIsRestoredVerifiedAndExported() async throws {
    let folder = try TemporaryFolder()
    let head = try await filled(folder)
    let mark = "\(head.count):\(head.hash)"
    let (data, copy) = (folder.file("data"), folder.file("copy.sqlite"))
    let verified = try await run("verify", "--data", data, "--head", mark)
    #expect(verified.code == 0 && verified.output.contains("whole"))
    #expect(try await run("backup", "--data", data, "--to", copy).code == 0)
    #expect(try await run("backup", "--data", data, "--to", copy).code == 1, "the file is there")
    let restored = folder.file("restored")
    let outcome = try await run("restore", copy, "--data", restored)
    #expect(outcome.code == 0 && outcome.errors.contains(head.hash))
    #expect(try await run("restore", copy, "--data", restored).code == 1, "a store is there")
    #expect(try await run("verify", "--data", restored, "--head", mark).code == 0)
    let study = try #require(
      try await run("export", "--data", restored).output.split(separator: " ").first)
    for format in ["csv", "label-studio", "peerannot", "mturk"] {
      let file = folder.file("answers-\(format)")
      let written = try await run(
        "export", "--data", restored, "--study", String(study.prefix(8)), "--format", format,
        "--to", file)
      #expect(written.code == 0 && written.output == mark + "\n", "\(written.errors)")
      let kind = try #require(AnswerFormat(rawValue: format))
      let records = try AnswerFile.read(file, format: kind)
      #expect(records.count == 12, "\(format)")
      if kind == .csv { #expect(Set(records.map(\.answer.worker)) == ["ada", "ben"]) }
    }
  }

  @Test func aCutTailAndASenselessHeadAreFound() async throws {
    let folder = try TemporaryFolder()
    let head = try await filled(folder)
    let data = folder.file("data")
    #expect(try await run("verify", "--data", data, "--head", "12").code == 64)
    #expect(try await run("verify", "--data", folder.file("nowhere")).code == 1)
    let senseless = "0:" + String(repeating: "0", count: 64)
    #expect(try await run("verify", "--data", data, "--head", senseless).code == 1)
    let beginning = try await run("verify", "--data", data, "--head", LogHead.empty.argument)
    #expect(beginning.code == 0)
    let other = "\(head.count):" + String(repeating: "0", count: 64)
    #expect(try await run("verify", "--data", data, "--head", other).code == 1)
    // An earlier state in place of the present one: whole in itself, and only the head tells.
    let copy = folder.file("copy.sqlite")
    #expect(try await run("backup", "--data", data, "--to", copy).code == 0)
    let store = try ConsoleStore(folder: data)
    _ = try await store.invite(.auditor, study: nil, name: "auditor")
    let later = try await store.head()
    try store.close()
    let earlier = folder.file("earlier")
    #expect(try await run("restore", copy, "--data", earlier).code == 0)
    #expect(try await run("verify", "--data", earlier).code == 0)
    let cut = try await run("verify", "--data", earlier, "--head", "\(later.count):\(later.hash)")
    #expect(cut.code == 1)
    #expect(cut.errors.contains("the log was cut"))
    #expect(
      try await run("verify", "--data", data, "--head", "\(later.count):\(later.hash)").code == 0)
  }

  /// A folder's name that was mistyped is no new, empty store.
  @Test func onlyServingMakesAStore() async throws {
    let folder = try TemporaryFolder()
    for arguments in [["export"], ["verify"], ["backup", "--to", folder.file("copy")]] {
      let outcome = try await LookalikeBinary.run(
        program: Self.program, arguments + ["--data", folder.file("mistyped")])
      #expect(outcome.code == 1, "\(arguments)")
      #expect(outcome.errors.contains("mistyped"), "\(arguments)")
    }
    #expect(try folder.entries() == [])
  }

  @Test func anAddressThatCanNotBeListenedAtIsNamed() async throws {
    let folder = try TemporaryFolder()
    // An address for documentation, which no machine has.
    let outcome = try await run(
      "--data", folder.file("data"), "--address", "192.0.2.1", "--expose-without-tls")
    #expect(outcome.code == 1)
    #expect(outcome.errors.contains("this machine has no such address"), "\(outcome.errors)")
  }

  @Test(arguments: [
    ["--data", "d", "--port", "70000"], ["--data", "d", "--address", "0.0.0.0"],
    ["--data", "d", "--public-origin", "audit.example"], ["export", "--data", "d", "--to", "x"],
    [],
  ]) func whatCanNotBeMeantIsAUsageError(arguments: [String]) async throws {
    let outcome = try await LookalikeBinary.run(program: Self.program, arguments)
    #expect(outcome.code == 64, "\(outcome.errors)")
  }
}
