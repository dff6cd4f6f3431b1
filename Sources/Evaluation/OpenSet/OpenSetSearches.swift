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

    /// Makes it.
    public init(person: Int, best: Double?) {
      self.person = person
      self.best = best
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

  /// Makes it.
  public init(
    polarity: Polarity, people: Int, templates: Int, mated: [Mated], nonMated: [NonMated]
  ) {
    self.polarity = polarity
    self.people = people
    self.templates = templates
    self.mated = mated
    self.nonMated = nonMated
  }

  /// Searches every probe of `rows`.
  ///
  /// Each gives a non-mated search, for which all templates of the probe's person are left out, and
  /// where the person has another template enrolled a mated one too.
  ///
  /// - Throws: what `rows` throws.
  /// - Complexity: O(probes × references).
  public init(
    _ rows: some ComparisonRows, threads: Int = Parallel.defaultThreads,
    progress: any ProgressObserver = NoProgress()
  ) throws {
    let blocks = Parallel.blocks(rows.probes.count, of: 64)
    let tally = Tally("searching", total: rows.probes.count, progress)
    let parts = try Parallel.map(count: blocks.count, threads: threads) { block in
      let part = try OpenSetSearches.search(rows, blocks[block])
      tally.add(blocks[block].count)
      return part
    }
    polarity = rows.polarity
    people = Set(rows.references).count
    templates = rows.references.count
    mated = parts.flatMap(\.0)
    nonMated = parts.flatMap(\.1)
  }

  /// The outcomes of the probes `block` of `rows`, from their scores against every reference.
  package static func search(
    _ rows: some ComparisonRows, _ block: Range<Int>
  ) throws -> ([Mated], [NonMated]) {
    let scores = try rows.scores(probes: block)
    let columns = rows.references.count
    let sign: Float = rows.polarity == .similarity ? 1 : -1
    var mated: [Mated] = []
    var nonMated: [NonMated] = []
    var best = Array(repeating: -Float.infinity, count: rows.subjects)
    for probe in block {
      for person in best.indices { best[person] = -.infinity }
      let base = (probe - block.lowerBound) * columns
      for reference in 0..<columns where !(rows.isWithinGallery && reference == probe) {
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
      nonMated.append(
        NonMated(person: person, best: stranger > -.infinity ? Double(sign * stranger) : nil))
    }
    return (mated, nonMated)
  }
}
