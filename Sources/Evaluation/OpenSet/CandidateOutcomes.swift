import Biometrics

/// Judges candidate lists one after another, keeping no list.
struct CandidateOutcomes {
  /// A candidate: whose template it is, by number, and its score.
  struct Entry {
    let person: Int
    let score: Double
  }

  private(set) var mated: [OpenSetSearches.Mated] = []
  private(set) var nonMated: [OpenSetSearches.NonMated] = []
  private let polarity: Polarity
  private let groups: [PeopleGroups]
  private let offsets: (first: [Int], total: Int)
  private var seen: Set<Int> = []

  init(polarity: Polarity, groups: [PeopleGroups] = []) {
    self.polarity = polarity
    self.groups = groups
    offsets = OpenSetSearches.offsets(groups)
  }

  /// Judges the list of a probe of `person`, best candidate first; a person may stand there often.
  ///
  /// A person's first entry counts, and their place is among people. The best stranger's score is the
  /// most similar on the list, wherever it stands.
  mutating func add(person: Int, isMated: Bool, candidates: some Collection<Entry>) {
    if isMated {
      seen.removeAll(keepingCapacity: true)
      for entry in candidates where seen.insert(entry.person).inserted && entry.person == person {
        mated.append(
          OpenSetSearches.Mated(person: person, score: entry.score, rank: seen.count))
        return
      }
      mated.append(OpenSetSearches.Mated(person: person, score: nil, rank: nil))
      return
    }
    var best: Double?
    var byGroup = [Double?](repeating: nil, count: offsets.total)
    func improve(_ known: inout Double?, _ score: Double) {
      if known.map({ polarity.prefers(score, over: $0) }) ?? true { known = score }
    }
    for entry in candidates {
      improve(&best, entry.score)
      for (attribute, start) in zip(groups, offsets.first) {
        improve(&byGroup[start + attribute.membership[entry.person]], entry.score)
      }
    }
    nonMated.append(OpenSetSearches.NonMated(person: person, best: best, bestByGroup: byGroup))
  }
}
