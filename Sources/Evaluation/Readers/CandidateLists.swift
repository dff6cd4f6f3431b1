public import Biometrics
import Essentials
import Statistics

/// The candidate lists of a file, judged against who was searched for and who is enrolled.
///
/// CSV, a line a candidate, the lines of one probe together: `probe`, `score`, one of `subject`,
/// `reference` or `row` (who is returned), and `rank` from 1 where the system gave one. Probes are
/// those of the labels; one without a line returned nobody. Read list by list, in memory for the
/// outcomes alone.
public struct CandidateLists: Sendable {
  /// The outcomes.
  public let searches: OpenSetSearches
  /// The people on both sides.
  public let people: SearchPeople
  /// How many candidates the longest list has: what was returned at most.
  public let longest: Int
  /// How many lists are shorter than the longest, as where a system cuts them at a score.
  public let shorter: Int
  /// How many lists have no candidate.
  public let empty: Int
  /// How many lists are not in order of score, where the file ranks them otherwise.
  public let unordered: Int
  /// The least similar score returned; below it nothing is known.
  public let leastSimilar: Double

  /// Reads the file at `path`.
  ///
  /// - Parameters:
  ///   - path: the lists.
  ///   - probes: whose probes were searched for: every search, returned candidates or not.
  ///   - references: whose templates are enrolled.
  ///   - groups: groups of people to keep best strangers by.
  ///   - polarity: which end of the scale is the similar one; nil for similarity, unless the lists
  ///     say otherwise, which is then an error.
  /// - Throws: ``Failure`` with the line for whatever does not go together.
  /// - Complexity: O(lines).
  public init(
    file path: String, probes: TemplateLabels, references: TemplateLabels,
    groups: [SubjectGroups] = [], polarity: Polarity? = nil
  ) throws {
    let people = SearchPeople(probes: probes, references: references)
    let groups = groups.map { PeopleGroups($0, people: people.subjects) }
    let enrolled = Set(people.references)
    var reader = try CandidateReader(
      path: path, probes: probes, references: references, people: people, enrolled: enrolled)
    var outcomes = CandidateOutcomes(polarity: polarity ?? .similarity, groups: groups)
    var done = Array(repeating: false, count: probes.subjects.count)
    var lengths: [Int] = []
    var (unordered, leastSimilar) = (0, nil as Double?)
    func prefers(_ left: Double, _ right: Double) -> Bool {
      (polarity ?? .similarity).prefers(left, over: right)
    }
    while let list = try reader.next() {
      if done[list.probe] {
        throw list.failure(
          path, "the probe has an earlier list, with other probes' lines between",
          remedy: "Sort the file by probe")
      }
      done[list.probe] = true
      lengths.append(list.candidates.count)
      let person = people.probes[list.probe]
      let candidates = try list.inOrder(
        path, polarity: polarity ?? .similarity,
        last: enrolled.contains(person) ? person : nil)
      if zip(candidates, candidates.dropFirst()).contains(where: { prefers($1.score, $0.score) }) {
        if polarity == nil { throw list.swapped(path) }
        unordered += 1
      }
      for entry in candidates where leastSimilar.map({ prefers($0, entry.score) }) ?? true {
        leastSimilar = entry.score
      }
      outcomes.add(
        person: person, isMated: enrolled.contains(person), candidates: candidates)
    }
    guard let leastSimilar else {
      throw Failure(
        .notMeasurable, "holds no candidate", file: path,
        remedy: "Give the lists that the system returned, with their scores")
    }
    for (probe, isDone) in done.enumerated() where !isDone {
      lengths.append(0)
      let person = people.probes[probe]
      outcomes.add(person: person, isMated: enrolled.contains(person), candidates: [])
    }
    let longest = lengths.max() ?? 0
    self.people = people
    self.longest = longest
    shorter = lengths.count { $0 < longest }
    empty = lengths.count { $0 == 0 }
    self.unordered = unordered
    self.leastSimilar = leastSimilar
    searches = OpenSetSearches(
      polarity: polarity ?? .similarity, people: enrolled.count,
      templates: people.references.count, mated: outcomes.mated, nonMated: outcomes.nonMated,
      groups: groups, enrolledByGroup: OpenSetSearches.count(enrolled, by: groups))
    if polarity == nil { try searches.refuseSwapped(file: path) }
  }
}

extension OpenSetSearches {
  /// Stops where mates score as less similar than the best strangers of other searches, which a
  /// similarity never does by more than chance.
  ///
  /// - Throws: ``Failure`` (`mismatchedInput`).
  public func refuseSwapped(file: String) throws {
    let mates = mated.compactMap(\.score)
    let strangers = nonMated.compactMap(\.best)
    guard !mates.isEmpty, !strangers.isEmpty,
      let scores = try? ScoreDistribution(mated: mates, nonMated: strangers, polarity: polarity)
    else { return }
    let area = scores.areaUnderCurve
    guard area < 0.5, scores.areaUnderCurveInterval().map({ $0.upper < 0.5 }) ?? true else {
      return
    }
    throw Failure(
      .mismatchedInput,
      "the persons searched for score lower than best strangers do, so these look like distances",
      file: file,
      remedy:
        "Add --polarity distance, or --polarity similarity if the system really is worse than chance"
    )
  }
}
