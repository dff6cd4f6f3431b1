public import Biometrics
import Essentials

/// Some of the probes and references of another source.
public struct SubsetRows<Base: ComparisonRows>: ComparisonRows {
  private let base: Base
  private let probeRows: [Int]
  private let columns: [Int]
  private let own: [Int: Int]
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
  /// With `areSame` both lists must be the same. A template on both lists is not compared with itself.
  public init(_ base: Base, probes: [Int], references: [Int], areSame: Bool) {
    precondition(!areSame || probes == references)
    self.base = base
    probeRows = probes
    columns = references
    self.probes = probes.map { base.probes[$0] }
    self.references = references.map { base.references[$0] }
    isWithinGallery = base.isWithinGallery && areSame
    guard base.isWithinGallery && !areSame else {
      own = [:]
      return
    }
    let places = Dictionary(references.enumerated().map { ($1, $0) }) { first, _ in first }
    own = Dictionary(
      uniqueKeysWithValues: probes.enumerated().compactMap { probe, row in
        places[row].map { (probe, $0) }
      })
  }

  /// The reference that `probe` is.
  public func ownReference(of probe: Int) -> Int? { isWithinGallery ? probe : own[probe] }

  /// All references, and the probes of people drawn at random, as many as make at most `most`
  /// comparisons, and at least two people's.
  ///
  /// Nil where all of them do. The order of drawing depends on `seed` alone.
  public static func fewerProbes(
    _ base: Base, most: Int, seed: UInt64
  ) -> SubsetRows<Base>? {
    if base.probes.count * base.references.count <= most { return nil }
    var probes: [Int: [Int]] = [:]
    for (probe, person) in base.probes.enumerated() { probes[person, default: []].append(probe) }
    var random = RandomStream(seed: seed, purpose: "probes searched")
    var kept: [Int] = []
    for (drawn, person) in probes.keys.sorted().shuffled(using: &random).enumerated() {
      let more = probes[person] ?? []
      if drawn >= 2 && (kept.count + more.count) * base.references.count > most { break }
      kept += more
    }
    return SubsetRows(
      base, probes: kept.sorted(), references: Array(base.references.indices), areSame: false)
  }

  /// One template of each person, the first, as probe and as reference.
  ///
  /// Where probes are not references, the first of each person among both.
  public static func onePerPerson(_ base: Base) -> SubsetRows<Base> {
    func firsts(_ people: [Int]) -> [Int] {
      var seen: Set<Int> = []
      return people.indices.filter { seen.insert(people[$0]).inserted }
    }
    return SubsetRows(
      base, probes: firsts(base.probes), references: firsts(base.references),
      areSame: base.isWithinGallery)
  }

  /// The scores of what is kept.
  public func scores(probes range: Range<Int>) throws -> [Float] {
    try base.scores(of: Array(probeRows[range]), against: columns)
  }

  /// The scores of some of what is kept.
  public func scores(of probes: [Int], against references: [Int]) throws -> [Float] {
    try base.scores(of: probes.map { probeRows[$0] }, against: references.map { columns[$0] })
  }
}
