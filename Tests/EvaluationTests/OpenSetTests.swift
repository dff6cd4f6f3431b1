import Biometrics
import Essentials
import Testing

@testable import Evaluation

@Suite struct OpenSetTests {
  /// Nine probes, two of them not enrolled, every mate found above the threshold.
  static func published(missing: Int = 0) -> OpenSetSearches {
    let mated = (0..<7).map { probe in
      CandidateSearch(
        probe: SubjectID("p\(probe)"), isMated: true,
        candidates: [
          CandidateSearch.Entry(
            subject: SubjectID("p\(probe)"), score: probe < missing ? 0.4 : 0.9),
          CandidateSearch.Entry(subject: SubjectID("other"), score: 0.3),
        ])
    }
    let nonMated = (7..<9).map { probe in
      CandidateSearch(
        probe: SubjectID("p\(probe)"), isMated: false,
        candidates: [CandidateSearch.Entry(subject: SubjectID("other"), score: 0.4)])
    }
    return OpenSetSearches(
      lists: mated + nonMated, polarity: .similarity, people: 8, templates: 8)
  }

  @Test func publishedSmallCases() throws {
    let perfect = Self.published()
    #expect(perfect.falsePositiveIdentificationRate(threshold: 0.5)?.rate == 0)
    #expect(perfect.falseNegativeIdentificationRate(rank: 1, threshold: 0.5)?.rate == 0)
    #expect(perfect.cumulativeMatch(ranks: 1).first?.rate.rate == 1)
    let oneMissed = Self.published(missing: 1)
    let fnir = try #require(oneMissed.falseNegativeIdentificationRate(rank: 1, threshold: 0.5))
    #expect(fnir.proportion.events == 1 && fnir.proportion.trials == 7)
  }

  @Test func emptyListsAndAbsentMates() throws {
    let searches = OpenSetSearches(
      lists: [
        CandidateSearch(probe: SubjectID("a"), isMated: true, candidates: []),
        CandidateSearch(probe: SubjectID("b"), isMated: false, candidates: []),
      ], polarity: .distance, people: 1, templates: 1)
    #expect(searches.falseNegativeIdentificationRate()?.rate == 1)
    #expect(searches.falsePositiveIdentificationRate(threshold: 1e30)?.rate == 0)
  }

  /// A stranger twice on a list takes one place; the mate's first entry counts.
  @Test func placesAreAmongPeople() {
    let entry = { (name: String, score: Double) in
      CandidateSearch.Entry(subject: SubjectID(name), score: score)
    }
    let searches = OpenSetSearches(
      lists: [
        CandidateSearch(
          probe: SubjectID("a"), isMated: true,
          candidates: [entry("x", 0.9), entry("x", 0.8), entry("a", 0.7), entry("a", 0.6)])
      ], polarity: .similarity, people: 2, templates: 4)
    #expect(searches.mated == [OpenSetSearches.Mated(person: 0, score: 0.7, rank: 2)])
  }

  /// Every search written out, on random galleries with ties, both polarities, any threads.
  @Test(arguments: [Polarity.similarity, .distance], [1, 2, 3, 4])
  func againstBruteForce(polarity: Polarity, seed: UInt64) throws {
    let rows = RandomRows.make(seed: seed, people: 9, most: 3, polarity: polarity)
    let searches = try OpenSetSearches(rows, threads: 3)
    let once = try OpenSetSearches(rows, threads: 1)
    #expect(searches.mated == once.mated && searches.nonMated == once.nonMated)
    var mated: [OpenSetSearches.Mated] = []
    for probe in rows.probes.indices {
      let scores = rows.scores(probes: probe..<probe + 1)
      var best: [Int: Double] = [:]
      for (column, score) in scores.enumerated() where column != probe {
        let person = rows.references[column]
        let known = best[person]
        if known == nil || polarity.prefers(Double(score), over: known ?? 0) {
          best[person] = Double(score)
        }
      }
      let mate = best.removeValue(forKey: rows.probes[probe])
      if let mate {
        let ahead = best.values.count { !polarity.prefers(mate, over: $0) }
        mated.append(
          OpenSetSearches.Mated(person: rows.probes[probe], score: mate, rank: ahead + 1))
      }
      let stranger = polarity == .similarity ? best.values.max() : best.values.min()
      #expect(searches.nonMated[probe].best == stranger)
    }
    #expect(searches.mated == mated)
    for threshold in [0.1, 0.3, 0.5, 0.7] {
      let found = searches.nonMated.count {
        $0.best.map { polarity.accepts($0, at: threshold) } ?? false
      }
      #expect(
        searches.falsePositiveIdentificationRate(threshold: threshold)?.proportion.events == found)
    }
    // The curve never falls and ends at 1: everybody is on a list of everybody.
    let curve = searches.cumulativeMatch(ranks: 9).map(\.rate.rate)
    #expect(curve == curve.sorted() && curve.last == 1)
  }

  /// Fewer probes find what they find among all probes: nobody meets the own template.
  @Test func fewerProbes() throws {
    let rows = RandomRows.make(seed: 9, people: 30, most: 3, polarity: .distance)
    let whole = try OpenSetSearches(rows)
    #expect(SubsetRows.fewerProbes(rows, most: 1 << 40, seed: 1) == nil)
    let fewer = try #require(
      SubsetRows.fewerProbes(rows, most: 12 * rows.references.count, seed: 1))
    #expect((2...12).contains(fewer.probes.count) && !fewer.isWithinGallery)
    let people = Set(fewer.probes)
    #expect(fewer.probes == rows.probes.filter { people.contains($0) })
    let searches = try OpenSetSearches(fewer)
    #expect(searches.mated == whole.mated.filter { people.contains($0.person) })
    #expect(searches.nonMated == whole.nonMated.filter { people.contains($0.person) })
    #expect(searches.templates == whole.templates && searches.people == whole.people)
    let least = try #require(SubsetRows.fewerProbes(rows, most: 1, seed: 1))
    #expect(Set(least.probes).count == 2)
  }

  /// Each point of the trade-off holds the very counts that the rates at its threshold have.
  @Test(arguments: [Polarity.similarity, .distance]) func tradeOff(polarity: Polarity) throws {
    let rows = RandomRows.make(seed: 11, people: 40, most: 2, polarity: polarity)
    let searches = try OpenSetSearches(rows)
    let points = searches.tradeOff()
    #expect(points.count > 5)
    for point in points {
      #expect(
        point.falsePositives
          == searches.falsePositiveIdentificationRate(threshold: point.threshold)?.proportion)
      #expect(
        point.falseNegatives
          == searches.falseNegativeIdentificationRate(threshold: point.threshold)?.proportion)
    }
    let empty = OpenSetSearches(
      polarity: polarity, people: 1, templates: 1,
      mated: [.init(person: 0, score: nil, rank: nil), .init(person: 0, score: 0.5, rank: 1)],
      nonMated: [.init(person: 1, best: nil)])
    #expect(empty.tradeOff().allSatisfy { abs($0.threshold) <= 1 })
  }

  @Test func targetThresholds() throws {
    let rows = RandomRows.make(seed: 7, people: 30, most: 2, polarity: .similarity)
    let searches = try OpenSetSearches(rows)
    let result = OpenSetResult(searches, threshold: 0.5)
    for point in result.identification {
      guard let fpir = point.fpir else {
        #expect(point.targetFpir * Double(searches.nonMated.count) < 1)
        continue
      }
      #expect(fpir.rate <= point.targetFpir)
    }
  }
}

/// Random galleries of few scores, so that ties are common.
enum RandomRows {
  static func make(seed: UInt64, people: Int, most: Int, polarity: Polarity) -> MatrixRows {
    var random = RandomStream(seed: seed)
    let labels = (0..<people).flatMap { person in
      Array(repeating: person, count: 1 + random.index(below: most))
    }
    var scores = Array(repeating: Float(0), count: labels.count * labels.count)
    for left in labels.indices {
      for right in 0..<left {
        let score = Float(random.index(below: 11)) / 10
        scores[left * labels.count + right] = score
        scores[right * labels.count + left] = score
      }
    }
    return MatrixRows(
      scores: scores, probes: labels, references: labels, isWithinGallery: true,
      polarity: polarity)
  }
}
