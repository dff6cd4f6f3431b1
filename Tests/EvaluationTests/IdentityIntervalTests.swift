import Biometrics
import Essentials
import Foundation
import Statistics
import Testing

@testable import Evaluation

@Suite struct IdentityIntervalTests {
  /// Random labelled comparisons among a few subjects, with ties and both directions of a pair.
  static func comparisons(_ seed: UInt64, polarity: Polarity = .similarity) throws
    -> LabelledComparisons
  {
    var random = RandomStream(seed: seed, purpose: "labelled case")
    var comparisons = LabelledComparisons(polarity: polarity)
    let subjects = 2 + random.index(below: 5)
    for a in 0..<subjects {
      for b in 0..<subjects {
        for _ in 0..<(a == b ? 1 : 0) + random.index(below: 3) {
          let score = Double(random.index(below: 7) + (a == b ? 2 : 0)) / 4
          try comparisons.append(
            probe: SubjectID("s\(a)"), reference: SubjectID("s\(b)"),
            score: polarity == .similarity ? score : -score)
        }
      }
    }
    try comparisons.append(probe: SubjectID("s0"), reference: SubjectID("s1"), score: 0.25)
    return comparisons
  }

  /// The variance of a sum of residuals of which those that share a subject correlate, pair by pair.
  static func variance(_ comparisons: LabelledComparisons, _ members: [Int], _ events: [Bool])
    -> Double
  {
    let rate = Double(events.count { $0 }) / Double(members.count)
    var sum = 0.0
    for (i, a) in members.enumerated() {
      for (j, b) in members.enumerated() {
        let subjects = Set([comparisons.probes[a], comparisons.references[a]])
        if subjects.isDisjoint(with: [comparisons.probes[b], comparisons.references[b]]) {
          continue
        }
        sum += ((events[i] ? 1 : 0) - rate) * ((events[j] ? 1 : 0) - rate)
      }
    }
    return sum / Double(members.count * members.count)
  }

  @Test(arguments: Polarity.allCases) func ratesAgainstAllPairsOfComparisons(polarity: Polarity)
    throws
  {
    for seed in 0..<80 as Range<UInt64> {
      let comparisons = try Self.comparisons(seed, polarity: polarity)
      let clustered = ClusteredComparisons(comparisons)
      let distribution = try comparisons.distribution()
      for level in [0.5, 1, 1.25, 2] {
        let threshold = polarity == .similarity ? level : -level
        for isMated in [true, false] {
          let members = (0..<comparisons.count).filter { comparisons.isMated($0) == isMated }
          let events = members.map {
            polarity.accepts(comparisons.scores[$0], at: threshold) != isMated
          }
          let measured = try #require(
            isMated
              ? clustered.falseNonMatchRate(at: threshold)
              : clustered.falseMatchRate(at: threshold))
          #expect(
            measured.proportion
              == (isMated
                ? distribution.falseNonMatches(at: threshold)
                : distribution.falseMatches(at: threshold)))
          let subjects = Set(
            members.flatMap { [comparisons.probes[$0], comparisons.references[$0]] })
          let rate = measured.rate
          if rate == 0 || rate == 1 {
            let n = isMated ? subjects.count : subjects.count / 2
            let exact = try #require(
              Proportion(events: rate == 0 ? 0 : n, trials: n).clopperPearson())
            #expect(measured.interval.method == .identityConservative)
            #expect(
              measured.interval.lower == exact.lower && measured.interval.upper == exact.upper)
            continue
          }
          if subjects.count < 2 {
            #expect(measured.interval.lower == 0 && measured.interval.upper == 1)
            continue
          }
          let pairs = Dictionary(grouping: members.indices) {
            Set([comparisons.probes[members[$0]], comparisons.references[members[$0]]])
          }
          let byPair =
            pairs.values.reduce(0.0) { sum, run in
              let residual = run.reduce(0.0) { $0 + (events[$1] ? 1 : 0) - rate }
              return sum + residual * residual
            } / Double(members.count * members.count)
          let factor = Double(subjects.count) / Double(subjects.count - 1)
          let variance = max(Self.variance(comparisons, members, events), byPair) * factor
          let effective = min(
            Double(members.count), variance > 1e-18 ? rate * (1 - rate) / variance : .infinity)
          let expected = Proportion.wilson(rate: rate, trials: effective, level: 0.95)
          #expect(abs(measured.interval.lower - expected.lower) < 1e-9)
          #expect(abs(measured.interval.upper - expected.upper) < 1e-9)
          #expect(measured.interval.method == .identityClustered)
        }
      }
    }
  }

  /// Each replicate again, from comparisons repeated as often as their weight says.
  @Test func bootstrapAgainstRepeatedComparisons() throws {
    for seed in 0..<30 as Range<UInt64> {
      let polarity: Polarity = seed % 2 == 0 ? .similarity : .distance
      let comparisons = try Self.comparisons(seed, polarity: polarity)
      let clustered = ClusteredComparisons(comparisons)
      let threshold = polarity == .similarity ? 1.0 : -1.0
      let bootstrap = try IdentityBootstrap(
        clustered, replicates: 40, thresholds: [threshold], seed: seed, threads: 2)
      var kept = 0
      for replicate in 0..<40 {
        let weights = BootstrapSubjects(clustered).draw(seed: seed, replicate: replicate)
        var mated: [Double] = []
        var nonMated: [Double] = []
        for index in 0..<comparisons.count {
          let (a, b) = (Int(comparisons.probes[index]), Int(comparisons.references[index]))
          let weight = a == b ? weights[a] : weights[a] * weights[b]
          let copies = [Double](repeating: comparisons.scores[index], count: weight)
          if a == b { mated += copies } else { nonMated += copies }
        }
        if mated.isEmpty || nonMated.isEmpty { continue }
        let distribution = try ScoreDistribution(
          mated: mated, nonMated: nonMated, polarity: polarity)
        #expect(bootstrap.equalErrorRates[kept] == distribution.equalErrorRate().bob)
        let point = distribution.operatingPoint(at: threshold)
        #expect(bootstrap.falseMatchRates[0][kept] == point.falseMatchRate)
        #expect(bootstrap.falseNonMatchRates[0][kept] == point.falseNonMatchRate)
        kept += 1
      }
      #expect(bootstrap.equalErrorRates.count == kept && bootstrap.emptyReplicates == 40 - kept)
    }
  }

  @Test func bootstrapDoesNotDependOnThreads() throws {
    let clustered = ClusteredComparisons(try Self.comparisons(3))
    let one = try IdentityBootstrap(
      clustered, replicates: 50, thresholds: [1], seed: 9, threads: 1)
    let three = try IdentityBootstrap(
      clustered, replicates: 50, thresholds: [1], seed: 9, threads: 3)
    #expect(one.equalErrorRates == three.equalErrorRates)
    #expect(one.falseMatchRates == three.falseMatchRates)
  }

  /// Wilson with the classic variance of cluster means, for clusters of one size.
  @Test func equalClustersByHand() throws {
    let events = [3, 0, 1, 0]
    let measured = try #require(MeasuredRate(identityEvents: events, trials: [4, 4, 4, 4]))
    let means = events.map { Double($0) / 4 }
    let variance = means.reduce(0) { $0 + ($1 - 0.25) * ($1 - 0.25) } / 3 / 4
    let expected = Proportion.wilson(rate: 0.25, trials: 0.1875 / variance, level: 0.95)
    #expect(abs(measured.interval.lower - expected.lower) < 1e-12)
    #expect(abs(measured.interval.upper - expected.upper) < 1e-12)
  }

  @Test func supportableRates() {
    #expect(SupportableRate(independentTrials: 1500).ruleOfThree == 0.002)
    #expect(SupportableRate(independentTrials: 1500).ruleOfThirty == 0.02)
    #expect(SupportableRate(independentTrials: 2).ruleOfThree == 1)
  }

  /// With no interval at all the crossing is the crossing; with bands it encloses it.
  @Test func bandsCrossAroundTheRate() throws {
    let flat = EqualErrorRateInterval.crossing(
      between: (0, 1),
      falseMatch: { Interval(lower: 1 - $0, upper: 1 - $0, level: 0.95, method: .wilson) },
      falseNonMatch: { Interval(lower: $0, upper: $0, level: 0.95, method: .wilson) })
    #expect(abs(flat.lower - 0.5) < 1e-12 && abs(flat.upper - 0.5) < 1e-12)
    let wide = EqualErrorRateInterval.crossing(
      between: (0, 1),
      falseMatch: { Interval(lower: 0.8 - $0, upper: 1.2 - $0, level: 0.95, method: .wilson) },
      falseNonMatch: { Interval(lower: $0 - 0.2, upper: $0 + 0.2, level: 0.95, method: .wilson) })
    #expect(abs(wide.lower - 0.3) < 1e-12 && abs(wide.upper - 0.7) < 1e-12)
  }
}
