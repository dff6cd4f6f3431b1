import Biometrics
import Essentials
import Statistics
import Testing

@testable import Evaluation

@Suite struct ScoreDistributionTests {
  /// Small classes full of ties: scores from a handful of values.
  static func smallCase(_ seed: UInt64) -> (mated: [Double], nonMated: [Double]) {
    var random = RandomStream(seed: seed, purpose: "small case")
    let levels = 1 + random.index(below: 6)
    func scores(_ shift: Int) -> [Double] {
      (0..<1 + random.index(below: 12)).map { _ in
        Double(random.index(below: levels) + shift - 3) / 4
      }
    }
    return (scores(random.index(below: 3)), scores(0))
  }

  @Test func countsAgainstBruteForce() throws {
    for seed in 0..<300 as Range<UInt64> {
      let (mated, nonMated) = Self.smallCase(seed)
      for polarity in Polarity.allCases {
        let double = try ScoreDistribution(mated: mated, nonMated: nonMated, polarity: polarity)
        let single = try ScoreDistribution(
          mated: mated.map { Float($0) }, nonMated: nonMated.map { Float($0) }, polarity: polarity)
        for threshold in Set(mated + nonMated + [-9, 9, 0.1, -0.1, .infinity, -.infinity]) {
          for rule in AcceptRule.allCases {
            func accepts(_ score: Double) -> Bool {
              if score == threshold { return rule == .atOrAbove }
              return polarity.prefers(score, over: threshold)
            }
            for distribution in [double, single] {
              let matches = distribution.falseMatches(at: threshold, accepting: rule)
              let misses = distribution.falseNonMatches(at: threshold, accepting: rule)
              #expect(matches.events == nonMated.filter(accepts).count)
              #expect(misses.events == mated.filter { !accepts($0) }.count)
            }
          }
        }
        var steps: [ScoreStep] = []
        double.forEachStep { steps.append($0) }
        let order = Set(mated + nonMated).sorted { polarity.prefers($1, over: $0) }
        #expect(steps.map(\.score) == order)
        for step in steps {
          #expect(step.mated == mated.filter { $0 == step.score }.count)
          #expect(step.nonMated == nonMated.filter { $0 == step.score }.count)
        }
      }
    }
  }

  /// The definition, tried on every pooled score and the next float above the maximum.
  @Test func targetThresholdAgainstBruteForce() throws {
    for seed in 0..<300 as Range<UInt64> {
      let (mated, nonMated) = Self.smallCase(seed)
      let distribution = try ScoreDistribution(mated: mated, nonMated: nonMated)
      let pooled = Set(mated + nonMated).sorted()
      for target in [0.05, 0.1, 0.25, 1.0 / 3, 0.5, 0.9, 1] {
        let answer = distribution.threshold(forFalseMatchRate: target)
        if target * Double(nonMated.count) < 1 {
          #expect(answer == .notMeasurable(comparisons: nonMated.count))
          continue
        }
        let candidates = pooled + [pooled[pooled.count - 1].nextUp]
        let expected = try #require(
          candidates.first { threshold in
            Double(nonMated.filter { $0 >= threshold }.count) / Double(nonMated.count) <= target
          })
        guard case .threshold(let threshold, let matches, let misses) = answer else {
          Issue.record("not measured: \(target) of \(nonMated.count)")
          continue
        }
        #expect(threshold == expected)
        #expect(matches.events == nonMated.filter { $0 >= expected }.count)
        #expect(misses.events == mated.filter { $0 < expected }.count)
        // The other rule accepts the same comparisons, and distances mirror similarities.
        guard
          case .threshold(_, matches, misses) =
            distribution.threshold(forFalseMatchRate: target, accepting: .above),
          case .threshold(-expected, matches, misses) = try ScoreDistribution(
            mated: mated.map { -$0 }, nonMated: nonMated.map { -$0 }, polarity: .distance
          ).threshold(forFalseMatchRate: target)
        else {
          Issue.record("the rules or polarities differ: seed \(seed), target \(target)")
          continue
        }
      }
    }
  }

  @Test(arguments: [1, 2, 3]) func sortsAnyKeysOnAnyNumberOfThreads(threads: Int) throws {
    var random = RandomStream(seed: 7)
    for count in [0, 1, 2, 100, 5000, 70_000] {
      let wide = (0..<count).map { _ in random.normal() * (random.chance(0.5) ? 1 : 1e-30) }
      let narrow = (0..<count).map { _ in 0.5 + Float(random.index(below: 9000)) * 0x1p-20 }
      #expect(try KeySorter.sorted(wide, threads: threads).map(\.score) == wide.sorted())
      #expect(
        try KeySorter.sorted(wide.map { Float($0) }, threads: threads).map { Float($0.score) }
          == wide.map { Float($0) }.sorted())
      #expect(
        try KeySorter.sorted(narrow, threads: threads).map { Float($0.score) }
          == narrow.sorted())
      let close = narrow.map { Double($0) }
      #expect(try KeySorter.sorted(close, threads: threads).map(\.score) == close.sorted())
    }
  }

  @Test func zerosTie() throws {
    let distribution = try ScoreDistribution(mated: [0.0], nonMated: [-0.0])
    #expect(distribution.falseMatches(at: 0).events == 1)
    #expect(distribution.falseMatches(at: -0.0, accepting: .above).events == 0)
    var steps = 0
    distribution.forEachStep { _ in steps += 1 }
    #expect(steps == 1)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity]) func refusesWhatIsNotFinite(bad: Double) {
    #expect { try ScoreDistribution(mated: [1], nonMated: [0, bad]) } throws: {
      "\($0)".contains("non-mated score number 2")
    }
  }

  @Test func namesTheEmptyClass() {
    #expect { try ScoreDistribution(mated: [], nonMated: [0.0]) } throws: {
      "\($0)".contains("no mated comparisons")
    }
    #expect { try ScoreDistribution(mated: [0.0], nonMated: []) } throws: {
      "\($0)".contains("no non-mated comparisons")
    }
  }

  @Test func labelledComparisonsFallIntoClasses() throws {
    var comparisons = LabelledComparisons()
    let (a, b) = (SubjectID("a"), SubjectID("b"))
    try comparisons.append(probe: a, reference: a, score: 0.9)
    try comparisons.append(probe: a, reference: b, score: 0.2)
    try comparisons.append(probe: b, reference: a, score: 0.3)
    #expect(comparisons.subjects == [a, b] && comparisons.isMated(0) && !comparisons.isMated(2))
    let distribution = try comparisons.distribution()
    #expect(distribution.matedCount == 1 && distribution.nonMatedCount == 2)
    #expect(throws: Failure.self) { try comparisons.distribution { $0 > 0 } }
    #expect(throws: Failure.self) { try comparisons.append(probe: a, reference: a, score: .nan) }
  }
}
