import Biometrics
public import Essentials
import Foundation

// The payload of a part: a line of JSON with the counts, then per probe row its best candidate as
// UInt32 row (all ones for none) and float32 score, little-endian.
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
      let words = best[block].flatMap { candidate -> [UInt32] in
        guard let candidate else { return [.max, 0] }
        return [UInt32(candidate.row).littleEndian, candidate.score.bitPattern.littleEndian]
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
      known.counts.fits(known.settings, polarity: known.metric.polarity), known.rows >= 0,
      known.unitsDone >= 0,
      payload.count - end - 1 == known.rows.multipliedReportingOverflow(by: 8).0
    else { throw part.unreadable }
    var tally = AllPairsTally(
      known.settings, metric: known.metric, isWithinGallery: known.isWithinGallery,
      origins: known.origins,
      rows: known.rows)
    tally.counts = known.counts
    func word(_ place: Int) -> UInt32 {
      (0..<4).reduce(0) { $0 | UInt32(payload[place + $1]) << UInt32(8 * $1) }
    }
    for row in 0..<known.rows {
      let place = end + 1 + 8 * row
      let other = word(place)
      if other != .max {
        tally.best[row] = Candidate(row: Int(other), score: Float(bitPattern: word(place + 4)))
      }
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
