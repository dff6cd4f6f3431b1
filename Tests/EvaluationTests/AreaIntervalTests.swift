import Biometrics
import Essentials
import Statistics
import Testing

@testable import Evaluation

/// The interval of the area under the ROC curve, clustered by identity.
@Suite struct AreaIntervalTests {
  /// Each comparison's placement among the other class, its residual and the variance, written out
  /// over all pairs of comparisons.
  @Test(arguments: Polarity.allCases) func againstAllPairsOfComparisons(polarity: Polarity) throws {
    var (clustered, conservative) = (0, 0)
    for seed in 0..<120 as Range<UInt64> {
      let comparisons = try IdentityIntervalTests.comparisons(seed, polarity: polarity)
      let distribution = try comparisons.distribution()
      let all = Array(0..<comparisons.count)
      let sign = polarity == .similarity ? 1.0 : -1.0
      func placement(_ one: Int) -> Double {
        let others = all.filter { comparisons.isMated($0) != comparisons.isMated(one) }
        let ahead = comparisons.isMated(one) ? sign : -sign
        let sum = others.reduce(0.0) { sum, other in
          let difference = ahead * (comparisons.scores[one] - comparisons.scores[other])
          return sum + (difference > 0 ? 1 : difference == 0 ? 0.5 : 0)
        }
        return sum / Double(others.count)
      }
      let area = distribution.areaUnderCurve
      let residuals = all.map { one in
        let count = comparisons.isMated(one) ? distribution.matedCount : distribution.nonMatedCount
        return (placement(one) - area) / Double(count)
      }
      func people(_ one: Int) -> Set<Int32> {
        [comparisons.probes[one], comparisons.references[one]]
      }
      var (shared, same) = (0.0, 0.0)
      for a in all {
        for b in all where !people(a).isDisjoint(with: people(b)) {
          shared += residuals[a] * residuals[b]
          if people(a) == people(b) { same += residuals[a] * residuals[b] }
        }
      }
      let count = Double(Set(all.flatMap { people($0) }).count)
      func spread(_ values: [Double]) -> Double? {
        guard values.count > 1 else { return nil }
        let mean = values.reduce(0, +) / Double(values.count)
        return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
          / Double(values.count - 1) / Double(values.count)
      }
      let mated = spread(all.filter(comparisons.isMated).map(placement))
      let nonMated = spread(all.filter { !comparisons.isMated($0) }.map(placement))
      let independent = mated.flatMap { one in nonMated.map { one + $0 } } ?? 0
      var variance = max(shared * count / (count - 1), independent)
      if variance < 1e-12 * same { variance = same * count / (count - 1) }
      let interval = try OneToOneEvaluation(comparisons).areaUnderCurveInterval
      if area == 0 || area == 1 {
        let persons = Set(all.filter(comparisons.isMated).flatMap { people($0) }).count
        let sets = min(persons, Int(count) / 3)
        let exact = Proportion(events: area == 1 ? sets : 0, trials: sets).clopperPearson()
        #expect(interval?.lower == exact?.lower ?? 0 && interval?.upper == exact?.upper ?? 1)
        #expect(interval?.method == .identityConservative)
        conservative += 1
        continue
      }
      if variance < 1e-20 {
        #expect(interval == nil, "all scores are equal: no variance to go by")
        continue
      }
      let found = try #require(interval)
      let expected = Proportion.wilson(
        rate: area, trials: area * (1 - area) / variance, level: 0.95)
      #expect(abs(found.lower - expected.lower) < 1e-9 && abs(found.upper - expected.upper) < 1e-9)
      #expect(found.method == .identityClustered)
      clustered += 1
    }
    #expect(clustered > 50 && conservative > 0)
  }

  /// Drawing people anew scatters the area as widely as the interval says, which independence does not.
  ///
  /// Each person has a level of their own, so comparisons of one person go together: with strangers it
  /// may be another level, or the opposite.
  @Test(arguments: [false, true]) func agreesWithDrawingPeopleAnew(isOpposite: Bool) throws {
    var random = RandomStream(seed: 8)
    let people = 60
    var comparisons = LabelledComparisons()
    let levels = (0..<people).map { _ in 0.8 * random.normal() }
    let others = levels.map { isOpposite ? -$0 : 0.8 * random.normal() }
    for a in 0..<people {
      for _ in 0..<6 {
        try comparisons.append(
          probe: SubjectID("\(a)"), reference: SubjectID("\(a)"),
          score: 1.5 + levels[a] + random.normal())
      }
      for b in 0..<a {
        try comparisons.append(
          probe: SubjectID("\(a)"), reference: SubjectID("\(b)"),
          score: others[a] / 2 + others[b] / 2 + random.normal())
      }
    }
    let evaluation = try OneToOneEvaluation(comparisons)
    let interval = try #require(evaluation.areaUnderCurveInterval)
    let order = (0..<comparisons.count).sorted { comparisons.scores[$0] < comparisons.scores[$1] }
    var areas: [Double] = []
    for _ in 0..<400 {
      var weights = [Int](repeating: 0, count: people)
      for _ in 0..<people { weights[random.index(below: people)] += 1 }
      var (ordered, below, mated) = (0, 0, 0)
      for index in order {
        let (a, b) = (Int(comparisons.probes[index]), Int(comparisons.references[index]))
        if a == b {
          mated += weights[a]
          ordered += weights[a] * below
        } else {
          below += weights[a] * weights[b]
        }
      }
      areas.append(Double(ordered) / Double(mated) / Double(below))
    }
    let sorted = areas.sorted()
    let (low, high) = (sorted[9], sorted[389])
    #expect(abs(interval.lower - low) < 0.25 * (high - low), "\(interval) \(low) \(high)")
    #expect(abs(interval.upper - high) < 0.25 * (high - low), "\(interval) \(low) \(high)")
    let independent = try #require(comparisons.distribution().areaUnderCurveInterval())
    #expect(interval.upper - interval.lower > 1.5 * (independent.upper - independent.lower))
  }

  /// Ranks are those of counting, wherever scores lie.
  @Test func ranksAreCounts() {
    var random = RandomStream(seed: 3)
    let kinds: [[Double]] = [
      [2], [2, 2, 2], [-1, 0, 1], (0..<500).map { _ in random.normal() },
      (0..<300).map { _ in Double(random.index(below: 9)) / 4 },
      [-.greatestFiniteMagnitude, 0, .greatestFiniteMagnitude],
      [0, .leastNonzeroMagnitude, 2 * .leastNonzeroMagnitude],
      (0..<200).map { _ in random.chance(0.5) ? 1e300 * random.uniform() : random.uniform() },
    ]
    for kind in kinds {
      let ranks = ScoreRanks(sorted: kind.sorted())
      for score in kind + kind.map(\.nextUp) + kind.map(\.nextDown) + [-9, 0.3, 9] {
        let expected = 2 * kind.count { $0 < score } + kind.count { $0 == score }
        #expect(ranks.doubled(score) == expected, "\(score)")
      }
    }
  }
}
