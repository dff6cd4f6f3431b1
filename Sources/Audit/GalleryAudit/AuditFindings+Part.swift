import Biometrics
import Essentials
import Evaluation
import Foundation

// The payload of a part: a line of JSON, then little-endian words of four bytes. Of the first shard the
// person of each template and the group of each person by each attribute; then the 1:1 scores; for each
// mated search person, rank and score; for each non-mated one person, the best stranger's score and that
// of each group's best; and where all pairs are counted a bit for each template that finds a stranger.
// Scores are float32, and not a number where there is none.
extension AuditFindings {
  fileprivate struct Description: Codable {
    struct People: Codable {
      var attributes: [String]
      var groups: [[String]]
      var enrolledByGroup: [Int]
    }
    struct Pairs: Codable {
      var threshold: Float
      var matedPairs: Int
      var matedAccepted: Int
      var nonMatedPairs: Int
      var nonMatedAccepted: Int
    }

    var plan: AuditPlan
    var threshold: Double?
    var people: People?
    var scores: Int
    var mated: Int
    var nonMated: Int
    var bestByGroup: Int
    var pairs: Pairs?
    var scaling: GalleryScaling?
  }

  /// Writes what a shard found.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  func write(to writer: PartialResultWriter) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let description = Description(
      plan: plan, threshold: threshold,
      people: people.map {
        Description.People(
          attributes: $0.groups.map(\.attribute), groups: $0.groups.map(\.names),
          enrolledByGroup: $0.enrolledByGroup)
      }, scores: scores.count, mated: mated.count, nonMated: nonMated.count,
      bestByGroup: nonMated.first?.bestByGroup.count ?? 0,
      pairs: pairs.map {
        Description.Pairs(
          threshold: $0.threshold, matedPairs: $0.matedPairs, matedAccepted: $0.matedAccepted,
          nonMatedPairs: $0.nonMatedPairs, nonMatedAccepted: $0.nonMatedAccepted)
      }, scaling: scaling)
    try writer.write(Array(try encoder.encode(description)) + [0x0A])
    func word(_ score: Double?) -> UInt32 { Float(score ?? .nan).bitPattern }
    if let people {
      try writer.write(people.persons.map { UInt32($0) })
      for attribute in people.groups { try writer.write(attribute.membership.map { UInt32($0) }) }
    }
    try writer.write(scores.map(\.bitPattern))
    try writer.write(
      mated.flatMap { [UInt32($0.person), UInt32($0.rank ?? 0), word($0.score)] })
    try writer.write(
      nonMated.flatMap { [UInt32($0.person), word($0.best)] + $0.bestByGroup.map(word) })
    if let pairs {
      try writer.write(
        Parallel.blocks(pairs.isFound.count, of: 32).map { block in
          block.reduce(UInt32(0)) {
            $0 | (pairs.isFound[$1] ? 1 << UInt32($1 - block.lowerBound) : 0)
          }
        })
    }
  }

  /// Reads what a shard found.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) where the part holds no such thing.
  init(_ part: PartialResult) throws {
    let payload = try part.payload()
    guard part.header.kind == GalleryAudit.partKind, let end = payload.firstIndex(of: 0x0A),
      let known = try? JSONDecoder().decode(
        Description.self, from: payload[payload.startIndex..<end]),
      var words = PartWords(payload[(end + 1)...]), known.isSound,
      known.words(known.plan.gallery) == words.count
    else { throw part.unreadable }
    plan = known.plan
    threshold = known.threshold
    scaling = known.scaling
    func below(_ limit: Int, _ words: [UInt32]) throws -> [Int] {
      guard words.allSatisfy({ $0 < limit }) else { throw part.unreadable }
      return words.map { Int($0) }
    }
    func score(_ word: UInt32) -> Double? {
      let score = Float(bitPattern: word)
      return score.isNaN ? nil : Double(score)
    }
    let all = plan.gallery.people
    if let listed = known.people {
      let persons = try below(all, words.take(plan.gallery.templates))
      let groups = try zip(listed.attributes, listed.groups).map { attribute, names in
        PeopleGroups(
          attribute: attribute, names: names,
          membership: try below(names.count, words.take(all)))
      }
      people = People(persons: persons, groups: groups, enrolledByGroup: listed.enrolledByGroup)
    }
    scores = words.take(known.scores).map { Float(bitPattern: $0) }
    for _ in 0..<known.mated {
      let record = words.take(3)
      let found = score(record[2])
      guard record[0] < all, record[1] <= all, (found == nil) == (record[1] == 0) else {
        throw part.unreadable
      }
      mated.append(
        OpenSetSearches.Mated(
          person: Int(record[0]), score: found, rank: found.map { _ in Int(record[1]) }))
    }
    for _ in 0..<known.nonMated {
      let record = words.take(2 + known.bestByGroup)
      guard record[0] < all else { throw part.unreadable }
      nonMated.append(
        OpenSetSearches.NonMated(
          person: Int(record[0]), best: score(record[1]), bestByGroup: record[2...].map(score)))
    }
    if let counts = known.pairs {
      let rows = plan.gallery.templates
      let bits = words.take((rows + 31) / 32)
      pairs = WholeGallery.Counts(
        threshold: counts.threshold, matedPairs: counts.matedPairs,
        matedAccepted: counts.matedAccepted, nonMatedPairs: counts.nonMatedPairs,
        nonMatedAccepted: counts.nonMatedAccepted,
        isFound: (0..<rows).map { bits[$0 / 32] >> UInt32($0 % 32) & 1 == 1 })
    }
  }
}

extension AuditFindings.Description {
  /// Whether nothing in it is beyond what can be.
  fileprivate var isSound: Bool {
    let most = 0...Int(UInt32.max)
    let sizes = [
      plan.gallery.templates, plan.gallery.people, scores, mated, nonMated, bestByGroup,
    ]
    return sizes.allSatisfy(most.contains) && (1...1_000_000).contains(plan.ranks)
      && (people.map { people in
        people.attributes.count == people.groups.count
          && people.enrolledByGroup.count == people.groups.reduce(0) { $0 + $1.count }
      } ?? true)
      && (pairs.map { pairs in
        pairs.threshold.isFinite && (0...pairs.matedPairs).contains(pairs.matedAccepted)
          && (0...pairs.nonMatedPairs).contains(pairs.nonMatedAccepted)
      } ?? true)
  }

  /// How many words follow.
  fileprivate func words(_ gallery: GalleryAudit.Facts) -> Int {
    (people.map { gallery.templates + $0.groups.count * gallery.people } ?? 0) + scores + 3 * mated
      + (2 + bestByGroup) * nonMated + (pairs == nil ? 0 : (gallery.templates + 31) / 32)
  }
}

/// Words of a payload, taken one run after another.
private struct PartWords {
  private var words: ArraySlice<UInt32>

  /// How many are left.
  var count: Int { words.count }

  /// Nil where the bytes are no whole number of words.
  init?(_ bytes: Data) {
    guard bytes.count % 4 == 0 else { return nil }
    var words = [UInt32](repeating: 0, count: bytes.count / 4)
    _ = unsafe words.withUnsafeMutableBytes { unsafe bytes.copyBytes(to: $0) }
    self.words = words.map(UInt32.init(littleEndian:))[...]
  }

  /// The next `count`, which must be there.
  mutating func take(_ count: Int) -> [UInt32] {
    defer { words = words.dropFirst(count) }
    return Array(words.prefix(count))
  }
}

extension PartialResultWriter {
  /// Adds words, little-endian.
  fileprivate func write(_ words: [UInt32]) throws {
    for block in Parallel.blocks(words.count, of: 1 << 16) {
      let ordered = words[block].map(\.littleEndian)
      try write(unsafe ordered.withUnsafeBytes { unsafe Array($0) })
    }
  }
}
