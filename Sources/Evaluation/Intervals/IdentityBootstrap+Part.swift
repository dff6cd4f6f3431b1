public import Essentials
import Foundation

// The payload of a part: one JSON object with the replicates. Numbers are written in the shortest form
// that reads back as the same float64, so nothing is lost on the way.
extension IdentityBootstrap {
  /// The kind of its parts.
  public static let kind = "identity-bootstrap"

  /// Writes the replicates of a shard to `path`.
  ///
  /// - Throws: ``Failure`` (`refusedOutput`, `inputOutput`).
  public func write(part path: String, header: PartialResult.Header, replacing: Bool) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let payload = try encoder.encode(self)
    let writer = try PartialResultWriter(path: path, header: header, replacing: replacing)
    try writer.write(Array(payload))
    try writer.commit()
  }

  /// All replicates of `parts`, whatever their order.
  ///
  /// Intervals are quantiles, for which the order of replicates does not count: they are those of one
  /// run, bit for bit.
  ///
  /// - Throws: ``Failure`` where they are not all the parts of one bootstrap.
  public static func merge(_ parts: [PartialResult]) throws -> IdentityBootstrap {
    let parts = try PartialResult.complete(parts)
    let drawn = try parts.map { part in
      guard part.header.kind == kind,
        let drawn = try? JSONDecoder().decode(IdentityBootstrap.self, from: part.payload()),
        drawn.falseMatchRates.count == drawn.thresholds.count,
        drawn.falseNonMatchRates.count == drawn.thresholds.count,
        (drawn.falseMatchRates + drawn.falseNonMatchRates).allSatisfy({
          $0.count == drawn.equalErrorRates.count
        }), drawn.emptyReplicates >= 0
      else { throw part.unreadable }
      return drawn
    }
    let thresholds = drawn[0].thresholds
    for (part, other) in zip(parts, drawn) where other.thresholds != thresholds {
      throw part.unreadable
    }
    return IdentityBootstrap(
      thresholds: thresholds,
      falseMatchRates: thresholds.indices.map { at in drawn.flatMap { $0.falseMatchRates[at] } },
      falseNonMatchRates: thresholds.indices.map { at in
        drawn.flatMap { $0.falseNonMatchRates[at] }
      },
      equalErrorRates: drawn.flatMap(\.equalErrorRates),
      emptyReplicates: drawn.reduce(0) { $0 + $1.emptyReplicates })
  }
}
