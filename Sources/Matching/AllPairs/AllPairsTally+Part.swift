import Biometrics
public import Essentials
import Foundation

// The payload of a part: a line of JSON with the counts, then for each probe row with a best
// candidate, in the order of rows, UInt32 row, UInt32 other row and float32 score, little-endian. Rows
// without one take no byte: a shard knows only few, and all shards' parts lie on one disk.
extension AllPairsTally {
  /// The kind of its parts.
  public static let kind = "all-pairs"
  /// The kind of its checkpoints, which are no parts.
  static let checkpointKind = "all-pairs-checkpoint"

  private struct Description: Codable {
    var settings: AllPairsSettings
    var metric: Metric
    var isWithinGallery: Bool
    var origins: [Origin]
    var rows: Int
    var unitsDone: Int
    var counts: AllPairsCounts
  }

  /// Writes what a shard found to `path`.
  ///
  /// - Throws: ``Failure`` (`refusedOutput`, `inputOutput`).
  public func write(part path: String, header: PartialResult.Header, replacing: Bool) throws {
    try write(path, header: header, unitsDone: 0, replacing: replacing)
  }

  func write(
    _ path: String, header: PartialResult.Header, unitsDone: Int, replacing: Bool
  ) throws {
    let writer = try PartialResultWriter(path: path, header: header, replacing: replacing)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let description = Description(
      settings: settings, metric: metric, isWithinGallery: isWithinGallery, origins: origins,
      rows: best.count,
      unitsDone: unitsDone, counts: counts)
    try writer.write(Array(try encoder.encode(description)) + [0x0A])
    for block in Parallel.blocks(best.count, of: 65_536) {
      var words: [UInt32] = []
      for row in block {
        guard let candidate = best[row] else { continue }
        words += [UInt32(row), UInt32(candidate.row), candidate.score.bitPattern].map(
          \.littleEndian)
      }
      try writer.write(unsafe words.withUnsafeBytes { unsafe Array($0) })
    }
    try writer.commit()
  }

  /// Reads what a shard found, and how many units of it were done.
  static func read(_ part: PartialResult) throws -> (tally: AllPairsTally, unitsDone: Int) {
    let payload = [UInt8](try part.payload())
    guard [kind, checkpointKind].contains(part.header.kind), let end = payload.firstIndex(of: 0x0A),
      let known = try? JSONDecoder().decode(Description.self, from: Data(payload[..<end])),
      known.settings.bins > 0, known.counts.fits(known.settings, polarity: known.metric.polarity),
      (0...Int(UInt32.max)).contains(known.rows), known.unitsDone >= 0,
      (payload.count - end - 1) % 12 == 0
    else { throw part.unreadable }
    var tally = AllPairsTally(
      known.settings, metric: known.metric, isWithinGallery: known.isWithinGallery,
      origins: known.origins,
      rows: known.rows)
    tally.counts = known.counts
    func word(_ place: Int) -> UInt32 {
      (0..<4).reduce(0) { $0 | UInt32(payload[place + $1]) << UInt32(8 * $1) }
    }
    var last = -1
    for place in stride(from: end + 1, to: payload.count, by: 12) {
      let row = Int(word(place))
      guard row > last, row < known.rows else { throw part.unreadable }
      tally.best[row] = Candidate(
        row: Int(word(place + 4)), score: Float(bitPattern: word(place + 8)))
      last = row
    }
    return (tally, known.unitsDone)
  }

  /// The tally of all shards, which must all be there.
  ///
  /// - Throws: ``Failure`` naming a part that is missing, doubled, of another comparison, or unreadable.
  public static func merge(_ parts: [PartialResult]) throws -> AllPairsTally {
    var sum: AllPairsTally?
    for part in try PartialResult.complete(parts) {
      guard part.header.kind == kind else { throw part.unreadable }
      let tally = try read(part).tally
      guard var known = sum else {
        sum = tally
        continue
      }
      guard known.settings == tally.settings, known.best.count == tally.best.count,
        known.metric == tally.metric, known.isWithinGallery == tally.isWithinGallery,
        known.origins == tally.origins
      else { throw part.unreadable }
      known.add(tally)
      sum = known
    }
    guard let sum else { preconditionFailure("complete parts are at least one") }
    return sum
  }
}
