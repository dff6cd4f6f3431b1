public import Biometrics

/// Some of the probes and references of another source.
public struct SubsetRows<Base: ComparisonRows>: ComparisonRows {
  private let base: Base
  private let probeRows: [Int]
  private let columns: [Int]
  /// The person of each probe kept.
  public let probes: [Int]
  /// The person of each reference kept.
  public let references: [Int]
  /// Whether probe i is reference i of what is kept.
  public let isWithinGallery: Bool

  /// How many people there are in the base.
  public var subjects: Int { base.subjects }
  /// Which end of the scale is the similar one.
  public var polarity: Polarity { base.polarity }

  /// Keeps the probes and references at those indices.
  ///
  /// Within a gallery both lists must be the same, or must share no template (`areSame` false).
  public init(_ base: Base, probes: [Int], references: [Int], areSame: Bool) {
    precondition(!areSame || probes == references)
    self.base = base
    probeRows = probes
    columns = references
    self.probes = probes.map { base.probes[$0] }
    self.references = references.map { base.references[$0] }
    isWithinGallery = base.isWithinGallery && areSame
  }

  /// One template of each person, the first, as probe and as reference.
  public static func onePerPerson(_ base: Base) -> SubsetRows<Base> {
    precondition(base.isWithinGallery)
    var seen: Set<Int> = []
    let kept = base.probes.indices.filter { seen.insert(base.probes[$0]).inserted }
    return SubsetRows(base, probes: kept, references: kept, areSame: true)
  }

  /// The scores of what is kept.
  public func scores(probes range: Range<Int>) throws -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(range.count * columns.count)
    let width = base.references.count
    var position = range.lowerBound
    while position < range.upperBound {
      // Neighbours in the base are fetched together.
      var end = position + 1
      while end < range.upperBound && probeRows[end] == probeRows[end - 1] + 1 { end += 1 }
      let rows = try base.scores(probes: probeRows[position]..<probeRows[end - 1] + 1)
      for row in 0..<end - position {
        for column in columns { result.append(rows[row * width + column]) }
      }
      position = end
    }
    return result
  }
}
