import Biometrics
import Essentials
import Foundation
import TestSupport
import Testing

@testable import Matching

@Suite struct AllPairsTests {
  /// Rows of whom some are unlabelled, with a duplicate across subjects.
  static func material(_ count: Int, seed: UInt64) -> (rows: [[Float]], subjects: [Int]) {
    var rows = Material.faces(count, 24, seed: seed)
    rows[count / 2] = rows[3]
    return (rows, rows.indices.map { $0 % 37 == 5 ? -1 : $0 * 7 % 400 })
  }

  /// A labelled gallery in two segments.
  static func gallery(
    _ rows: [[Float]], _ subjects: [Int], _ metric: Metric, in folder: TemporaryFolder,
    name: String = "g"
  ) throws -> Gallery {
    let path = folder.file("\(name)-\(metric.rawValue)")
    let writer = try GalleryWriter(
      path: path,
      information: GalleryInformation(
        dimension: rows[0].count, metric: metric, origin: .simulated,
        created: "2026-01-02T03:04:05Z"
      ))
    func record(_ row: Int) -> CaptureRecord {
      CaptureRecord(subject: subjects[row] < 0 ? nil : SubjectID("s\(subjects[row])"))
    }
    let cut = rows.count * 3 / 4
    for row in 0..<cut { try writer.append(rows[row], record: record(row)) }
    try writer.finish()
    let more = try GalleryWriter(appendingTo: path)
    for row in cut..<rows.count { try more.append(rows[row], record: record(row)) }
    try more.finish()
    return try Gallery(path: path)
  }

  static func settings(_ metric: Metric, best: Bool = false) -> AllPairsSettings {
    AllPairsSettings(
      tailThreshold: metric == .cosine ? 0.995 : 0.6, scores: 0...2, bins: 50, bodySample: 5000,
      keptPairs: 40, bestOfEveryRow: best, seed: 3)
  }

  /// The same by two nested loops over scores of the test's own.
  static func plain(
    _ left: (rows: [[Float]], subjects: [Int]), _ right: (rows: [[Float]], subjects: [Int])?,
    _ metric: Metric, _ settings: AllPairsSettings
  ) -> AllPairsTally {
    var tally = AllPairsTally(
      settings, metric: metric, isWithinGallery: right == nil,
      origins: right == nil ? [.simulated] : [.simulated, .simulated], rows: left.rows.count)
    let other = right ?? left
    var all: [ScoredPair] = []
    for first in left.rows.indices where left.subjects[first] >= 0 {
      for second in other.rows.indices where other.subjects[second] >= 0 {
        if right == nil && second <= first { continue }
        let score = SearchTests.score(metric, left.rows[first], other.rows[second])
        let accepted = metric.polarity.accepts(Double(score), at: Double(settings.tailThreshold))
        if left.subjects[first] == other.subjects[second] {
          tally.counts.matedPairs += 1
          tally.counts.matedHistogram[settings.bin(score)] += 1
          tally.counts.matedAtThreshold += accepted ? 1 : 0
          continue
        }
        tally.counts.nonMatedPairs += 1
        if accepted {
          all.append(ScoredPair(first: first, second: second, score: score))
          tally.counts.nonMatedAtThreshold += 1
          tally.counts.tailHistogram[settings.bin(score)] += 1
        }
        if accepted || settings.bestOfEveryRow {
          tally.improve(first, Candidate(row: second, score: score))
          if right == nil { tally.improve(second, Candidate(row: first, score: score)) }
        }
      }
    }
    all.sort {
      if $0.score != $1.score {
        return metric.polarity.prefers(Double($0.score), over: Double($1.score))
      }
      return ($0.first, $0.second) < ($1.first, $1.second)
    }
    tally.counts.pairs = Array(all.prefix(settings.keptPairs))
    return tally
  }

  /// Everything but the body's sample, which nested loops do not draw.
  static func withoutBody(_ tally: AllPairsTally) -> AllPairsTally {
    var tally = tally
    tally.counts.bodySampled = 0
    for bin in tally.counts.bodyHistogram.indices { tally.counts.bodyHistogram[bin] = 0 }
    return tally
  }

  @Test(arguments: [Metric.cosine, .euclidean], [false, true])
  func isWhatTwoLoopsCount(metric: Metric, best: Bool) throws {
    let folder = try TemporaryFolder()
    let material = Self.material(1500, seed: 11)
    let gallery = try Self.gallery(material.rows, material.subjects, metric, in: folder)
    let settings = Self.settings(metric, best: best)
    let tally = try gallery.allPairs(settings, options: SearchOptions(threads: 2))
    let expected = Self.plain(material, nil, metric, settings)
    #expect(expected.counts.nonMatedAtThreshold > 40, "the threshold tests something")
    #expect(Self.withoutBody(tally) == expected)
    #expect(tally.counts.bodyHistogram.reduce(0, +) == 5000 && tally.counts.bodySampled == 5000)
  }

  @Test(arguments: [Metric.cosine, .innerProduct])
  func twoGalleriesAreWhatTwoLoopsCount(metric: Metric) throws {
    let folder = try TemporaryFolder()
    let left = Self.material(1100, seed: 11)
    var right = Self.material(500, seed: 12)
    right.subjects[7] = 5000
    let settings = AllPairsSettings(
      tailThreshold: metric == .cosine ? 0.995 : 60, scores: 0...100, bins: 50, bodySample: 100,
      keptPairs: 40, bestOfEveryRow: true, seed: 3)
    let tally = try Self.gallery(left.rows, left.subjects, metric, in: folder).allPairs(
      settings, against: Self.gallery(right.rows, right.subjects, metric, in: folder, name: "h"))
    #expect(Self.withoutBody(tally) == Self.plain(left, right, metric, settings))
  }

  @Test func shardsThreadsAndLevelsGiveTheSameTally() throws {
    let folder = try TemporaryFolder()
    let material = Self.material(2300, seed: 4)
    let gallery = try Self.gallery(material.rows, material.subjects, .cosine, in: folder)
    let settings = Self.settings(.cosine, best: true)
    let whole = try gallery.allPairs(
      settings, options: SearchOptions(threads: 1),
      checkpoint: AllPairsCheckpoint(path: folder.file("c"), interval: .zero))
    for level in SIMDLevel.available {
      #expect(
        try gallery.allPairs(settings, options: SearchOptions(threads: 3, level: level)) == whole)
    }
    for count in [2, 5] {
      var parts: [PartialResult] = []
      for index in (0..<count).reversed() {
        let shard = Shard(index: index, count: count)
        let path = folder.file("p\(index)")
        try gallery.allPairs(settings, shard: shard).write(
          part: path,
          header: gallery.allPairsHeader(settings, against: nil, shard: shard), replacing: true)
        parts.append(try PartialResult(path: path))
      }
      #expect(try AllPairsTally.merge(parts) == whole)
      let failure = #expect(throws: Failure.self) {
        _ = try AllPairsTally.merge(Array(parts.dropLast()))
      }
      #expect(failure?.summary.contains("1/\(count)") == true)
    }
    #expect(!(try folder.entries().contains("c")))
  }

  /// A run that stopped after any number of units goes on to the same tally.
  @Test func aStoppedRunGoesOn() throws {
    let folder = try TemporaryFolder()
    let material = Self.material(2300, seed: 4)
    let gallery = try Self.gallery(material.rows, material.subjects, .euclidean, in: folder)
    let settings = Self.settings(.euclidean)
    let whole = try gallery.allPairs(settings)
    let run = try AllPairsRun(gallery, against: nil, settings, level: .best)
    let header = try gallery.allPairsHeader(settings, against: nil, shard: .whole)
    let checkpoint = AllPairsCheckpoint(path: folder.file("c"))
    for done in 0...3 {
      var tally = run.empty
      for unit in 0..<done { tally.add(try run.unit(unit)) }
      try checkpoint.save(tally, done: done, header)
      // A checkpoint is no part: it must not be merged as if it were a whole shard.
      let part = try PartialResult(path: checkpoint.path)
      #expect(throws: Failure.self) { _ = try AllPairsTally.merge([part]) }
      #expect(try gallery.allPairs(settings, checkpoint: checkpoint) == whole)
      #expect(!FileManager.default.fileExists(atPath: checkpoint.path))
    }
    var other = settings
    other.seed = 9
    try checkpoint.save(run.empty, done: 0, header)
    let foreign = #expect(throws: Failure.self) {
      _ = try gallery.allPairs(other, checkpoint: checkpoint)
    }
    #expect(foreign?.file == checkpoint.path && foreign?.code == .mismatchedInput)
    try folder.write("lookalike-part 1\n{}", to: "c")
    let damaged = #expect(throws: Failure.self) {
      _ = try gallery.allPairs(settings, checkpoint: checkpoint)
    }
    #expect(damaged?.file == checkpoint.path && damaged?.code == .malformedInput)
  }

  /// Every ordered non-mated pair is drawn, none other, and about equally often.
  @Test(arguments: [true, false]) func nonMatedPairsAreDrawnEvenly(within: Bool) throws {
    let folder = try TemporaryFolder()
    let subjects = [0, 0, -1, 0, 1, 0, 2, 1, -1, 0]
    let rows = Material.normal(subjects.count, 4, seed: 1)
    let gallery = try Self.gallery(rows, subjects, .cosine, in: folder)
    let others = [5, 0, 1, -1, 1]
    let other = try Self.gallery(
      Material.normal(5, 4, seed: 2), others, .cosine, in: folder, name: "h")
    let labelled = try LabelledRows(gallery, within ? nil : other)
    var expected: Set<[Int]> = []
    for first in subjects.indices where subjects[first] >= 0 {
      for (second, subject) in (within ? subjects : others).enumerated() where subject >= 0 {
        if subject != subjects[first] && !(within && second <= first) {
          expected.insert([first, second])
        }
      }
    }
    var drawn: [[Int]: Int] = [:]
    let draws = 2000 * expected.count
    for item in 0..<draws {
      var stream = RandomStream(seed: 1, purpose: "test-draw", item: item)
      let pair = labelled.drawNonMated(&stream)
      drawn[[pair.probe, pair.reference], default: 0] += 1
    }
    #expect(Set(drawn.keys) == expected)
    // 2,000 expected of each: five standard deviations are 224.
    #expect(drawn.values.allSatisfy { abs($0 - 2000) < 224 })
  }

  @Test func whatCannotBeComparedIsRefused() throws {
    let folder = try TemporaryFolder()
    let rows = Material.normal(40, 4, seed: 1)
    let gallery = try Self.gallery(rows, Array(0..<40), .cosine, in: folder)
    let unlabelled = try Material.gallery(rows, .innerProduct, in: folder)
    let settings = Self.settings(.cosine)
    #expect(throws: Failure.self) { _ = try unlabelled.allPairs(settings) }
    #expect(throws: Failure.self) { _ = try gallery.allPairs(settings, against: unlabelled) }
    let alone = try Self.gallery(
      rows, Array(repeating: 1, count: 40), .cosine, in: folder, name: "one")
    #expect(throws: Failure.self) { _ = try AllPairsSettings.measured(alone, seed: 1) }
    let tally = try alone.allPairs(settings)
    #expect(tally.counts.matedPairs == 780 && tally.counts.nonMatedPairs == 0)
    #expect(tally.counts.bodySampled == 0)
  }

  /// Undamaged parts that do not hold what they should: of another program, or made by hand.
  @Test func aPartWithAnotherPayloadIsRefused() throws {
    let folder = try TemporaryFolder()
    let gallery = try Self.gallery(
      Material.normal(40, 4, seed: 1), Array(0..<40), .cosine, in: folder)
    let settings = Self.settings(.cosine)
    let header = try gallery.allPairsHeader(settings, against: nil, shard: .whole)
    let path = folder.file("p")
    try gallery.allPairs(settings).write(part: path, header: header, replacing: false)
    let sound = [UInt8](try PartialResult(path: path).payload())
    let text = String(decoding: sound.prefix { $0 != 0x0A }, as: UTF8.self)
    let rows = Array(sound[text.utf8.count...])
    for payload in [
      [], Array("junk\n".utf8), Array("{}\n".utf8), Array(sound.dropLast(8)), sound + [0],
      Array(text.replacing("\"bins\":50", with: "\"bins\":51").utf8) + rows,
      Array(text.replacing("\"keptPairs\":40", with: "\"keptPairs\":-40").utf8) + rows,
      Array(text.replacing("\"rows\":40", with: "\"rows\":-40").utf8) + rows,
      Array(text.replacing("\"matedPairs\":0", with: "\"matedPairs\":-1").utf8) + rows,
    ] {
      #expect(payload != sound)
      let writer = try PartialResultWriter(path: path, header: header, replacing: true)
      try writer.write(payload)
      try writer.commit()
      let failure = #expect(throws: Failure.self) {
        _ = try AllPairsTally.merge([PartialResult(path: path)])
      }
      #expect(failure?.file == path)
    }
  }

  /// The tail's threshold is the sample's quantile, and the histogram covers what was seen.
  @Test(arguments: Metric.allCases) func measuredSettingsFitTheGallery(metric: Metric) throws {
    let folder = try TemporaryFolder()
    let material = Self.material(600, seed: 2)
    let gallery = try Self.gallery(material.rows, material.subjects, metric, in: folder)
    let settings = try AllPairsSettings.measured(
      gallery, tailRate: 0.01, bodySample: 50_000, seed: 5, threads: 1)
    #expect(
      try AllPairsSettings.measured(
        gallery, tailRate: 0.01, bodySample: 50_000, seed: 5, threads: 3) == settings)
    let tally = try gallery.allPairs(settings)
    let rate = Double(tally.counts.nonMatedAtThreshold) / Double(tally.counts.nonMatedPairs)
    #expect(abs(rate - 0.01) < 0.004)
    #expect(tally.counts.bodyHistogram.reduce(0, +) == 50_000)
    if metric != .cosine {
      #expect(tally.counts.bodyHistogram.first == 0 && tally.counts.bodyHistogram.last == 0)
    }
  }

  /// A checkpoint that can't be written is refused before the work and not when the first note is due.
  @Test func aCheckpointWithoutAFolderIsRefusedAtOnce() throws {
    let folder = try TemporaryFolder()
    let (rows, subjects) = Self.material(60, seed: 5)
    let gallery = try Self.gallery(rows, subjects, .cosine, in: folder)
    for path in [folder.file("none/c"), folder.path] {
      let failure = #expect(throws: Failure.self) {
        _ = try gallery.allPairs(
          Self.settings(.cosine), checkpoint: AllPairsCheckpoint(path: path))
      }
      #expect(failure?.file == path)
    }
    #expect(try folder.entries().count == 1)
  }
}
