/// Where the codes of a segment stand.
///
/// Templates are coded in tiles of 64, tiles in blocks of 64 that share one step. A tile is a run of
/// bytes:
/// ```
/// offsets      64 float32   what each template adds to its scores, rounded up
/// head errors  64 float32   the certified error of its head
/// full errors  64 float32   the certified error of head and tail (only where there is a tail)
/// head         groups × 64 × 4 unsigned codes: four dimensions of 64 templates together
/// tail         64 × tailBytes unsigned codes, template after template
/// ```
/// A code u stands for the coordinate (u − 128) · step. The head holds the first dimensions; where
/// there is a tail, one more coordinate of the head is the norm of the tail, so that the head's sum
/// bounds the whole product from above (Cauchy–Schwarz).
struct CodeLayout: Sendable, Equatable {
  /// Templates in a tile.
  static let tile = 64
  /// Templates in a block.
  static let block = 4096
  /// Numbers in a block's header.
  static let blockHeader = 8

  /// Numbers a template has.
  let dimension: Int
  /// Those of them in the head.
  let headDimensions: Int

  /// Whether some dimensions are not in the head.
  var hasTail: Bool { headDimensions < dimension }
  /// Coordinates in the head, the tail's norm included.
  var headCoordinates: Int { hasTail ? headDimensions + 1 : dimension }
  /// Groups of four coordinates in the head.
  var headGroups: Int { (headCoordinates + 3) / 4 }
  /// Bytes of one template's tail.
  var tailBytes: Int { hasTail ? (dimension - headDimensions + 3) / 4 * 4 : 0 }
  /// Bytes of a probe's fine codes: head, then tail.
  var fineBytes: Int { headGroups * 4 + tailBytes }
  /// Where the head begins in a tile.
  var headStart: Int { CodeLayout.tile * 4 * (hasTail ? 3 : 2) }
  /// Where the tails begin in a tile.
  var tailStart: Int { headStart + CodeLayout.tile * 4 * headGroups }
  /// Bytes of a tile.
  var tileBytes: Int { tailStart + CodeLayout.tile * tailBytes }

  /// Tiles that `rows` templates need.
  static func tiles(_ rows: Int) -> Int { (rows + tile - 1) / tile }
  /// Blocks that `rows` templates need.
  static func blocks(_ rows: Int) -> Int { (rows + block - 1) / block }
}

/// What the templates of a block have in common.
struct BlockHeader: Sendable {
  /// The coordinate that code 1 stands for.
  var step = 1.0
  /// The largest norm of a coded head (without the tail's norm).
  var headNorm = 0.0
  /// The largest norm of a coded template.
  var fullNorm = 0.0
  /// The largest norm of a template as it is compared (1 for cosine).
  var templateNorm = 0.0

  /// As it is stored.
  var numbers: [Double] { [step, headNorm, fullNorm, templateNorm, 0, 0, 0, 0] }
}
