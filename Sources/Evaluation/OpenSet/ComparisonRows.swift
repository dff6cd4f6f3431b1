public import Biometrics
import Essentials

/// Scores row by row: each probe against every reference of a gallery.
///
/// What the open-set figures, the scaling and the calibration need to know of a matcher. A score
/// matrix from a file conforms, and so does a gallery searched through the engine.
public protocol ComparisonRows: Sendable {
  /// The person of each probe, 0..<``subjects``.
  var probes: [Int] { get }
  /// The person of each reference, 0..<``subjects``.
  var references: [Int] { get }
  /// How many people there are among probes and references.
  var subjects: Int { get }
  /// Whether probes and references are the same templates, probe i being reference i.
  var isWithinGallery: Bool { get }
  /// The reference that `probe` *is*, so that this one comparison is left out; nil where it is none.
  func ownReference(of probe: Int) -> Int?
  /// Which end of the scale is the similar one.
  var polarity: Polarity { get }
  /// The scores of `range` of the probes, row-major: one row a probe, one column a reference.
  ///
  /// The same for the same range on any thread; finite.
  func scores(probes range: Range<Int>) throws -> [Float]
  /// The scores of `probes` against `references`, both by number: one row a probe, one column a
  /// reference.
  ///
  /// The very scores of ``scores(probes:)``, from which they are picked unless a source knows a
  /// shorter way.
  func scores(of probes: [Int], against references: [Int]) throws -> [Float]
}

extension ComparisonRows {
  /// The scores of `probes` against every reference, of which those against `references` are kept.
  public func scores(of probes: [Int], against references: [Int]) throws -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(probes.count * references.count)
    let width = self.references.count
    let takesAll = references.elementsEqual(self.references.indices)
    var position = 0
    while position < probes.count {
      // Neighbours are fetched together.
      var end = position + 1
      while end < probes.count && probes[end] == probes[end - 1] + 1 { end += 1 }
      let rows = try scores(probes: probes[position]..<probes[end - 1] + 1)
      if takesAll {
        result += rows
      } else {
        for row in 0..<end - position {
          for column in references { result.append(rows[row * width + column]) }
        }
      }
      position = end
    }
    return result
  }

  /// Within a gallery the reference of the same number, else none.
  public func ownReference(of probe: Int) -> Int? { isWithinGallery ? probe : nil }

  /// Probes in blocks of which each has few enough scores to hold.
  var blocks: [Range<Int>] { blocks(of: probes.indices) }

  /// The probes of `range` in such blocks.
  func blocks(of range: Range<Int>) -> [Range<Int>] {
    Parallel.blocks(range.count, of: min(64, max(1, 1 << 22 / max(1, references.count)))).map {
      range.lowerBound + $0.lowerBound..<range.lowerBound + $0.upperBound
    }
  }
}

/// A score matrix in memory.
public struct MatrixRows: ComparisonRows {
  /// The person of each row.
  public let probes: [Int]
  /// The person of each column.
  public let references: [Int]
  /// How many people there are.
  public let subjects: Int
  /// Whether row i and column i are one template.
  public let isWithinGallery: Bool
  /// Which end of the scale is the similar one.
  public let polarity: Polarity
  private let scores: [Float]

  /// Makes it; `scores` is row-major, `probes.count` rows of `references.count`, all finite.
  public init(
    scores: [Float], probes: [Int], references: [Int], isWithinGallery: Bool, polarity: Polarity
  ) {
    precondition(scores.count == probes.count * references.count)
    self.scores = scores
    self.probes = probes
    self.references = references
    self.isWithinGallery = isWithinGallery
    self.polarity = polarity
    subjects = (max(probes.max() ?? -1, references.max() ?? -1)) + 1
  }

  /// The rows of `range`.
  public func scores(probes range: Range<Int>) -> [Float] {
    Array(scores[range.lowerBound * references.count..<range.upperBound * references.count])
  }
}
