import Audit
import Biometrics
import Essentials
import Evaluation
import Foundation
import Matching
import TestSupport
import Testing

/// Parts of an audit give the audit of one run, to the last bit.
@Suite struct AuditPartTests {
  /// What may be asked of an audit, each with another way of the work.
  enum Request: CaseIterable {
    case plain, threshold, groups, fewerSearches, fewerSearchesAtAThreshold

    func options(_ gallery: Gallery) throws -> GalleryAudit.Options {
      var options = GalleryAudit.Options()
      options.seed = 3
      options.limits = [try AuditLimit(parsing: "fpir=0.5"), try AuditLimit(parsing: "eer=0")]
      switch self {
      case .plain: options.sizes = [20, 80, 500]
      case .threshold: options.threshold = 3.3
      case .groups:
        let people = try gallery.subjectNumbers().subjects
        options.groups = ["half", "third"].enumerated().map { number, attribute in
          SubjectGroups(
            attribute: attribute,
            groups: Dictionary(
              uniqueKeysWithValues: people.enumerated().filter { $0.offset % 11 != 0 }.map {
                ($1, "g\($0 % (number + 2))")
              }))
        }
      case .fewerSearches: options.mostSearchComparisons = 60 * gallery.count
      case .fewerSearchesAtAThreshold:
        options.mostSearchComparisons = 60 * gallery.count
        options.threshold = 3.3
      }
      return options
    }
  }

  static func json(_ audit: GalleryAudit) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    return try encoder.encode(audit)
  }

  static func parts(
    _ count: Int, of gallery: Gallery, _ options: GalleryAudit.Options, in folder: TemporaryFolder
  ) throws -> [PartialResult] {
    var options = options
    options.threads = 1
    return try (0..<count).map { index in
      let path = folder.file("part-\(index)-of-\(count)")
      try GalleryAudit.run(
        gallery, shard: Shard(index: index, count: count), part: path, replacing: true,
        options: options)
      return try PartialResult(path: path)
    }
  }

  @Test(arguments: Request.allCases) func partsMergeToOneRun(request: Request) throws {
    let folder = try TemporaryFolder()
    let gallery = try GalleryAuditTests.gallery(folder, people: 120)
    let options = try request.options(gallery)
    let whole = try GalleryAudit.run(gallery, options: options)
    #expect((whole.wholeGallery != nil) == (options.mostSearchComparisons < 1_000_000))
    let expected = try Self.json(whole)
    // More shards than some of the work has pieces, too.
    for count in [1, 2, 3, 130] {
      let parts = try Self.parts(count, of: gallery, options, in: folder)
      let merged = try GalleryAudit.merge(parts.shuffled(), threads: 2).audit
      #expect(try Self.json(merged) == expected, "\(count) parts")
      #expect(merged.lines == whole.lines)
      #expect(merged.oneToOne.curve == whole.oneToOne.curve)
    }
  }

  @Test func partsThatAreNotAllOfOneAuditAreNamed() throws {
    let folder = try TemporaryFolder()
    let elsewhere = try TemporaryFolder()
    let gallery = try GalleryAuditTests.gallery(folder, people: 60)
    var options = GalleryAudit.Options()
    let parts = try Self.parts(3, of: gallery, options, in: folder)
    options.ranks = 7
    let foreign = try Self.parts(3, of: gallery, options, in: elsewhere)[1]
    for (given, file, word) in [
      ([parts[0], parts[2]], nil, "2/3"), (parts + [parts[1]], parts[1].path, "1"),
      ([parts[0], foreign, parts[2]], foreign.path, "ranks"), ([], nil, "no part"),
    ] {
      let failure = #expect(throws: Failure.self) { try GalleryAudit.merge(given) }
      #expect(failure?.file == file && failure.map { "\($0)".contains(word) } == true)
    }
    let other = try GalleryAuditTests.gallery(elsewhere, people: 61)
    #expect(throws: Failure.self) {
      try GalleryAudit.merge([parts[0], Self.parts(3, of: other, .init(), in: elsewhere)[1]])
    }
  }

  /// What has a right checksum and a wrong content is refused, or is some other audit; never a trap.
  @Test func partsWithAnotherContentAreRefused() throws {
    let folder = try TemporaryFolder()
    let gallery = try GalleryAuditTests.gallery(folder, people: 60)
    let options = try Request.fewerSearches.options(gallery)
    let parts = try Self.parts(2, of: gallery, options, in: folder)
    func forged(_ part: PartialResult, _ payload: [UInt8]) throws -> PartialResult {
      let path = folder.file("forged")
      let writer = try PartialResultWriter(path: path, header: part.header, replacing: true)
      try writer.write(payload)
      try writer.commit()
      return try PartialResult(path: path)
    }
    for place in 0..<2 {
      let payload = [UInt8](try parts[place].payload())
      func merge(_ payload: [UInt8]) throws {
        var given = parts
        given[place] = try forged(parts[place], payload)
        _ = try GalleryAudit.merge(given, threads: 1)
      }
      for count in [0, 1, payload.count / 2, payload.count - 4, payload.count - 1] {
        let failure = #expect(throws: Failure.self) { try merge(Array(payload.prefix(count))) }
        #expect(failure?.code == .malformedInput)
      }
      #expect(throws: Failure.self) { try merge(payload + [0, 0, 0, 0]) }
      var random = RandomStream(seed: UInt64(place))
      let head = payload.firstIndex(of: 0x0A) ?? 0
      var refused = 0
      for round in 0..<60 {
        var changed = payload
        changed[Int.random(in: 0..<(round % 2 == 0 ? head : payload.count), using: &random)] =
          UInt8.random(in: 0...255, using: &random)
        do { try merge(changed) } catch is Failure { refused += 1 }
      }
      #expect(refused > 20)
    }
  }
}
