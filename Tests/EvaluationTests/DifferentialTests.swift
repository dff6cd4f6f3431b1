import Biometrics
import Essentials
import Foundation
import Statistics
import TestSupport
import Testing

@testable import Evaluation

@Suite struct DifferentialTests {
  @Test func measuresByHand() throws {
    let (match, miss) = ([0.001, 0.004, 0.001], [0.1, 0.2, 0.1])
    #expect(try #require(DifferentialMeasures.maximumOverMinimum(match)) == 4)
    let mean = pow(0.001 * 0.004 * 0.001, 1.0 / 3)
    let ratio = try #require(DifferentialMeasures.maximumOverGeometricMean(match))
    #expect(abs(ratio - 0.004 / mean) < 1e-12)
    // Gini of (1, 4, 1): ΣΣ|difference| = 12, mean 2: 3/2 · 12 / (2 · 9 · 2) = 0.5.
    #expect(abs(try #require(DifferentialMeasures.gini(match)) - 0.5) < 1e-12)
    #expect(abs(try #require(DifferentialMeasures.gini(miss)) - 0.25) < 1e-12)
    let garbe = DifferentialMeasures.garbe(falseMatch: match, falseNonMatch: miss, alpha: 0.2)
    #expect(abs(try #require(garbe) - 0.3) < 1e-12)  // 0.2 · 0.5 + 0.8 · 0.25
    let discrepancy = DifferentialMeasures.discrepancy(
      falseMatch: match, falseNonMatch: miss, alpha: 0.5)
    #expect(abs(try #require(discrepancy) - 0.9485) < 1e-12)  // 1 − 0.0015 − 0.05
    let inequity = DifferentialMeasures.inequity(
      falseMatch: match, falseNonMatch: miss, alpha: 0.5)
    let root: Double = 8.0.squareRoot()  // 4^½ · 2^½
    #expect(abs(try #require(inequity) - root) < 1e-12)
  }

  @Test func undefinedIsSaidSo() {
    #expect(DifferentialMeasures.maximumOverMinimum([0, 0.1]) == nil)
    #expect(DifferentialMeasures.maximumOverGeometricMean([0, 0.1]) == nil)
    #expect(DifferentialMeasures.gini([0, 0]) == nil && DifferentialMeasures.gini([0.1]) == nil)
    #expect(DifferentialMeasures.gini([0, 1]) == 1)
    #expect(
      DifferentialMeasures.inequity(falseMatch: [0, 1], falseNonMatch: [1, 1], alpha: 0.5) == nil)
  }

  /// Two groups of four people; one pair of each is compared often.
  func comparisons() throws -> (LabelledComparisons, [SubjectID: String]) {
    var random = RandomStream(seed: 3)
    var comparisons = LabelledComparisons()
    var groups: [SubjectID: String] = [:]
    for person in 0..<8 { groups[SubjectID("p\(person)")] = person < 4 ? "A" : "B" }
    groups[SubjectID("p7")] = nil
    for a in 0..<8 {
      for b in 0..<8 {
        for _ in 0..<3 {
          try comparisons.append(
            probe: SubjectID("p\(a)"), reference: SubjectID("p\(b)"),
            score: random.normal() + (a == b ? 2 : 0))
        }
      }
    }
    return (comparisons, groups)
  }

  @Test func cellsAgainstFilters() throws {
    let (comparisons, groups) = try comparisons()
    let differential = Differential(
      comparisons, groups: SubjectGroups(attribute: "group", groups: groups), threshold: 1)
    let names = [SubjectGroups.notStated, "A", "B"]
    #expect(differential.falseMatch.map(\.group) == names)
    #expect(differential.crossFalseMatch.count == 9)
    var events = 0
    for cell in differential.crossFalseMatch {
      let members = (0..<comparisons.count).filter {
        func group(_ number: Int32) -> String {
          groups[comparisons.subjects[Int(number)]] ?? SubjectGroups.notStated
        }
        return !comparisons.isMated($0) && group(comparisons.probes[$0]) == cell.group
          && group(comparisons.references[$0]) == cell.otherGroup
      }
      #expect(cell.measured?.proportion.trials ?? 0 == members.count)
      let count = members.count { comparisons.scores[$0] >= 1 }
      #expect(cell.measured?.proportion.events ?? 0 == count)
      events += count
    }
    // The groups' counts sum to the overall count; one person alone has no stranger in the group.
    #expect(try comparisons.distribution().falseMatches(at: 1).events == events)
    #expect(differential.falseMatch[0].measured == nil)
    #expect(differential.summary.groups == ["A", "B"])
    for measure in differential.summary.measures {
      let value = try #require(measure.value)
      let interval = try #require(measure.interval)
      #expect(interval.lower <= value && value <= interval.upper)
    }
    #expect(differential.text.contains("not measurable"))
  }

  /// Rates that differ far beyond chance are told from chance, equal ones are not.
  @Test func powerKnowsChance() throws {
    func rates(_ events: [Int], _ trials: Int) -> [GroupRate] {
      events.enumerated().map { index, events in
        GroupRate(
          group: "g\(index)", subjects: trials,
          measured: MeasuredRate(independent: Proportion(events: events, trials: trials)))
      }
    }
    let apart = DifferentialSummary(
      ("FMR", "FNMR"), first: rates([40, 400], 100_000), second: rates([900, 1100], 10_000))
    let alike = DifferentialSummary(
      ("FMR", "FNMR"), first: rates([98, 103], 100_000), second: rates([990, 1010], 10_000))
    #expect(apart.measures.filter { $0.name != "FDR" }.allSatisfy { $0.isBeyondChance == true })
    #expect(alike.measures.allSatisfy { $0.isBeyondChance == false })
    let ratio = try #require(apart.measures[0].interval)
    #expect(apart.measures[0].value == 10 && ratio.lower > 6.5 && ratio.upper < 15)
    #expect(
      apart
        == DifferentialSummary(
          ("FMR", "FNMR"), first: rates([40, 400], 100_000),
          second: rates([900, 1100], 10_000)))
  }

  /// The effective sample is read back from each kind of interval.
  @Test func effectiveSamples() throws {
    let clustered = try #require(
      MeasuredRate(identityEvents: [3, 0, 1, 0], trials: [4, 4, 4, 4]))
    let squares: [Double] = [0.25, 0.0625, 0, 0.0625]  // Of 3/4, 0, 1/4 and 0 less their mean.
    let variance: Double = squares.reduce(0, +) / 12
    #expect(abs(EffectiveSample(clustered).trials - 0.1875 / variance) < 1e-6)
    let none = try #require(MeasuredRate(identityEvents: [0, 0, 0], trials: [4, 4, 4]))
    #expect(abs(EffectiveSample(none).trials - 3) < 1e-6)
    let all = try #require(MeasuredRate(identityEvents: [4, 4, 4], trials: [4, 4, 4]))
    #expect(abs(EffectiveSample(all).trials - 3) < 1e-6)
  }

  @Test func searchesByGroup() throws {
    let trials = [(0, 0, true), (0, 0, false), (1, 1, false), (0, 2, false)].map {
      GroupRate.Trial(cell: $0.0, person: $0.1, isError: $0.2)
    }
    let rates = GroupRate.rates(trials, groups: ["A", "B", "C"], level: 0.95)
    #expect(rates.map(\.group) == ["A", "B", "C"] && rates.map(\.subjects) == [2, 1, 0])
    let expected = try #require(MeasuredRate(identityEvents: [1, 0], trials: [2, 1]))
    #expect(rates[0].measured == expected)
    #expect(rates[2].measured == nil)
  }

  @Test func groupsFile() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("subject,sex\na,f\nb,m\nc,\na,f\n", to: "groups.csv")
    let groups = try SubjectGroups(file: path, attribute: "sex").groups
    #expect(groups == [SubjectID("a"): "f", SubjectID("b"): "m"])
    let twice = try folder.write("subject,sex\na,f\na,m\n", to: "twice.csv")
    #expect { try SubjectGroups(file: twice, attribute: "sex") } throws: {
      "\($0)".contains("line 3")
    }
  }

  @Test func betaNumbersHaveTheirMoments() {
    var random = RandomStream(seed: 2)
    for (a, b) in [(0.5, 3.0), (2, 2), (40, 4000)] {
      let draws = (0..<40_000).map { _ in random.beta(a, b) }
      let mean = draws.reduce(0, +) / 40_000
      let expected = a / (a + b)
      let deviation = (a * b / ((a + b) * (a + b) * (a + b + 1))).squareRoot()
      #expect(abs(mean - expected) < 5 * deviation / 200)
      let squares: [Double] = draws.map { ($0 - mean) * ($0 - mean) }
      let variance: Double = squares.reduce(0, +) / 40_000
      #expect(abs(variance / (deviation * deviation) - 1) < 0.06)
    }
  }
}
