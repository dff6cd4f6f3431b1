import Biometrics
import Essentials
import TestSupport
import Testing

@testable import Matching

@Suite struct AllPairsTests {
  /// A labelled gallery in two segments, with unlabelled rows and a duplicate.
  static func gallery(_ metric: Metric, in folder: TemporaryFolder) throws -> (
    Gallery, [[Float]], [Int]
  ) {
    var rows = Material.faces(1500, 24, seed: 11)
    rows[700] = rows[3]
    let subjects = rows.indices.map { $0 % 37 == 5 ? -1 : $0 * 7 % 400 }
    let path = folder.file("labelled-\(metric.rawValue)")
    let writer = try GalleryWriter(
      path: path,
      information: GalleryInformation(dimension: 24, metric: metric, origin: .simulated))
    func record(_ row: Int) -> CaptureRecord {
      CaptureRecord(subject: subjects[row] < 0 ? nil : SubjectID("s\(subjects[row])"))
    }
    for row in 0..<1100 { try writer.append(rows[row], record: record(row)) }
    try writer.finish()
    let more = try GalleryWriter(appendingTo: path)
    for row in 1100..<1500 { try more.append(rows[row], record: record(row)) }
    try more.finish()
    return (try Gallery(path: path), rows, subjects)
  }

  static func settings(_ metric: Metric) -> AllPairsSettings {
    AllPairsSettings(
      tailThreshold: metric == .cosine ? 0.995 : 0.6, scores: 0...2, bins: 50, bodySample: 5000,
      keptPairs: 40, seed: 3)
  }

  @Test(arguments: [Metric.cosine, .euclidean]) func isWhatTwoLoopsCount(metric: Metric) throws {
    let folder = try TemporaryFolder()
    let (gallery, rows, subjects) = try Self.gallery(metric, in: folder)
    let settings = Self.settings(metric)
    let options = SearchOptions(threads: 2)
    let tally = try gallery.bestNonMated(
      try gallery.allPairs(settings, options: options), options: options)
    var tail: [ScoredPair] = []
    var (mated, nonMated, matedAt) = (0, 0, 0)
    var best = [Candidate?](repeating: nil, count: rows.count)
    for second in rows.indices where subjects[second] >= 0 {
      for first in 0..<second where subjects[first] >= 0 {
        let score = SearchTests.score(metric, rows[first], rows[second])
        let accepted = metric.polarity.accepts(Double(score), at: Double(settings.tailThreshold))
        if subjects[first] == subjects[second] {
          mated += 1
          matedAt += accepted ? 1 : 0
          continue
        }
        nonMated += 1
        if accepted { tail.append(ScoredPair(first: first, second: second, score: score)) }
        for (row, other) in [(first, second), (second, first)] {
          let candidate = Candidate(row: other, score: score)
          if best[row].map({ metric.polarity.ranks(candidate, $0) }) ?? true {
            best[row] = candidate
          }
        }
      }
    }
    #expect(tail.count > 40, "the threshold tests something")
    #expect(tally.nonMatedAtThreshold == tail.count)
    #expect(tally.matedPairs == mated && tally.matedAtThreshold == matedAt)
    #expect(tally.nonMatedPairs == nonMated)
    #expect(tally.best == best)
    tail.sort {
      if $0.score != $1.score {
        return metric.polarity.prefers(Double($0.score), over: Double($1.score))
      }
      return ($0.first, $0.second) < ($1.first, $1.second)
    }
    #expect(tally.pairs == Array(tail.prefix(40)))
    #expect(tally.tailHistogram.reduce(0, +) == tail.count)
    #expect(tally.bodyHistogram.reduce(0, +) == 5000)
  }

  @Test func shardsAndThreadsGiveTheSameTally() throws {
    let folder = try TemporaryFolder()
    let (gallery, _, _) = try Self.gallery(.cosine, in: folder)
    let whole = try gallery.allPairs(
      Self.settings(.cosine), options: SearchOptions(threads: 1), checkpoint: folder.file("c"))
    let again = try gallery.allPairs(Self.settings(.cosine), options: SearchOptions(threads: 3))
    #expect(whole == again)
    var parts: [AllPairsTally] = []
    for shard in 0..<3 {
      var settings = Self.settings(.cosine)
      settings.shard = shard
      settings.shards = 3
      parts.append(try gallery.allPairs(settings))
    }
    let merged = try parts[2].merged(with: parts[0]).merged(with: parts[1])
    #expect(merged.best == whole.best && merged.pairs == whole.pairs)
    #expect(merged.tailHistogram == whole.tailHistogram)
    #expect(merged.matedHistogram == whole.matedHistogram)
    #expect(merged.bodyHistogram == whole.bodyHistogram)
    #expect(merged.nonMatedPairs == whole.nonMatedPairs)
    #expect(throws: Failure.self) { _ = try parts[1].merged(with: parts[1]) }
    #expect(!(try folder.entries().contains("c")))
  }
}
