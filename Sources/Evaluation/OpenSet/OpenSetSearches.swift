public import Biometrics
public import Essentials

/// The outcomes of open-set searches: what all identification rates are counted from.
///
/// A mated search is one whose person is enrolled; a non-mated one is of a person who is not, or
/// whose templates were all left out. Candidates are people; a person's score is that of their best
/// template.
public struct OpenSetSearches: Sendable {
  /// The outcome of a mated search.
  public struct Mated: Sendable, Equatable {
    /// The probe's person.
    public let person: Int
    /// The mate's score; nil where the mate is not on the list.
    public let score: Double?
    /// The mate's place among the candidates, from 1; nil where the mate is not on the list.
    ///
    /// A stranger with the mate's own score takes the better place: ties count against the system.
    public let rank: Int?

    /// Makes it; score and rank are both given or both nil.
    public init(person: Int, score: Double?, rank: Int?) {
      precondition((score == nil) == (rank == nil))
      self.person = person
      self.score = score
      self.rank = rank
    }
  }

  /// The outcome of a non-mated search.
  public struct NonMated: Sendable, Equatable {
    /// The probe's person.
    public let person: Int
    /// The best stranger's score; nil where the list is empty.
    public let best: Double?
    /// The best score among strangers of each group: of the first attribute's groups, then the
    /// second's, and so on; nil where none of them is on the list.
    public let bestByGroup: [Double?]

    /// Makes it.
    public init(person: Int, best: Double?, bestByGroup: [Double?] = []) {
      self.person = person
      self.best = best
      self.bestByGroup = bestByGroup
    }
  }

  /// Which end of the scale is the similar one.
  public let polarity: Polarity
  /// How many people are enrolled.
  public let people: Int
  /// How many templates are enrolled.
  public let templates: Int
  /// The mated searches.
  public let mated: [Mated]
  /// The non-mated searches.
  public let nonMated: [NonMated]
  /// The groups of people, one set an attribute, by which ``NonMated/bestByGroup`` is kept.
  public let groups: [PeopleGroups]
  /// How many people of each group are enrolled, in the order of ``NonMated/bestByGroup``.
  public let enrolledByGroup: [Int]

  /// Makes it.
  public init(
    polarity: Polarity, people: Int, templates: Int, mated: [Mated], nonMated: [NonMated],
    groups: [PeopleGroups] = [], enrolledByGroup: [Int] = []
  ) {
    self.polarity = polarity
    self.people = people
    self.templates = templates
    self.mated = mated
    self.nonMated = nonMated
    self.groups = groups
    self.enrolledByGroup = enrolledByGroup
  }

  /// The number of the first group of each attribute among all attributes' groups, and of them all.
  static func offsets(_ groups: [PeopleGroups]) -> (first: [Int], total: Int) {
    var (first, total): ([Int], Int) = ([], 0)
    for attribute in groups {
      first.append(total)
      total += attribute.names.count
    }
    return (first, total)
  }

  /// How many of `enrolled`, people by number, are of each group.
  static func count(_ enrolled: some Sequence<Int>, by groups: [PeopleGroups]) -> [Int] {
    let (first, total) = offsets(groups)
    var counts = Array(repeating: 0, count: total)
    for person in enrolled {
      for (attribute, start) in zip(groups, first) {
        counts[start + attribute.membership[person]] += 1
      }
    }
    return counts
  }

  /// Searches every probe of `rows`.
  ///
  /// Each gives a non-mated search, for which all templates of the probe's person are left out, and
  /// where the person has another template enrolled a mated one too.
  ///
  /// - Parameters:
  ///   - rows: the comparisons.
  ///   - groups: groups of the people of `rows`, by which best strangers are kept too.
  ///   - range: the probes to search for; all unless given.
  ///   - threads: how many threads work.
  ///   - progress: told of the probes done.
  /// - Throws: what `rows` throws.
  /// - Complexity: O(probes × references).
  public init(
    _ rows: some ComparisonRows, groups: [PeopleGroups] = [], probes range: Range<Int>? = nil,
    threads: Int = Parallel.defaultThreads,
    progress: any ProgressObserver = NoProgress()
  ) throws {
    let range = range ?? rows.probes.indices
    let blocks = rows.blocks(of: range)
    let tally = Tally("searching", total: range.count, progress)
    let parts = try Parallel.map(count: blocks.count, threads: threads) { block in
      let part = try OpenSetSearches.search(rows, groups, blocks[block])
      tally.add(blocks[block].count)
      return part
    }
    polarity = rows.polarity
    let enrolled = Set(rows.references)
    people = enrolled.count
    templates = rows.references.count
    self.groups = groups
    enrolledByGroup = OpenSetSearches.count(enrolled, by: groups)
    mated = parts.flatMap(\.0)
    nonMated = parts.flatMap(\.1)
  }

  /// The outcomes of the probes `block` of `rows`, from their scores against every reference.
  package static func search(
    _ rows: some ComparisonRows, _ groups: [PeopleGroups], _ block: Range<Int>
  ) throws -> ([Mated], [NonMated]) {
    let scores = try rows.scores(probes: block)
    let columns = rows.references.count
    let (first, total) = offsets(groups)
    let sign: Float = rows.polarity == .similarity ? 1 : -1
    var mated: [Mated] = []
    var nonMated: [NonMated] = []
    var best = Array(repeating: -Float.infinity, count: rows.subjects)
    for probe in block {
      for person in best.indices { best[person] = -.infinity }
      let base = (probe - block.lowerBound) * columns
      let own = rows.ownReference(of: probe)
      for reference in 0..<columns where reference != own {
        let person = rows.references[reference]
        best[person] = max(best[person], sign * scores[base + reference])
      }
      let person = rows.probes[probe]
      let mate = best[person]
      best[person] = -.infinity
      var stranger = -Float.infinity
      var ahead = 0
      for key in best {
        stranger = max(stranger, key)
        if key >= mate { ahead += 1 }
      }
      if mate > -.infinity {
        mated.append(Mated(person: person, score: Double(sign * mate), rank: ahead + 1))
      }
      let inPolarity = { (key: Float) in key > -.infinity ? Double(sign * key) : nil }
      var byGroup = Array(repeating: -Float.infinity, count: total)
      for (attribute, start) in zip(groups, first) {
        for (other, key) in best.enumerated() {
          let group = start + attribute.membership[other]
          byGroup[group] = max(byGroup[group], key)
        }
      }
      nonMated.append(
        NonMated(
          person: person, best: inPolarity(stranger), bestByGroup: byGroup.map(inPolarity)))
    }
    return (mated, nonMated)
  }
}
