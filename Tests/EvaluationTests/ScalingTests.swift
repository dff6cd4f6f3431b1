import Biometrics
import Essentials
import Foundation
import Testing

@testable import Evaluation

@Suite struct ScalingTests {
  /// Every sub-gallery written out.
  @Test func exactMeanOverAllSubGalleries() throws {
    let similar = [true, false, true, false, false, false, true]
    for size in 1...similar.count {
      var found = 0
      var all = 0
      for mask in 0..<1 << similar.count where mask.nonzeroBitCount == size {
        all += 1
        if similar.indices.contains(where: { mask >> $0 & 1 == 1 && similar[$0] }) { found += 1 }
      }
      let expected = Double(found) / Double(all)
      #expect(abs(Exceedances.found(size, 3, of: similar.count) - expected) < 1e-12)
    }
  }

  @Test(arguments: [Polarity.similarity, .distance])
  func countsAgainstBruteForce(polarity: Polarity) throws {
    let rows = RandomRows.make(seed: 3, people: 50, most: 3, polarity: polarity)
    let sorted = [0.2, 0.4, 0.45, 0.8]
    let thresholds = polarity == .distance ? sorted : sorted.reversed()
    let counts = try StrangerCounts(rows, thresholds: thresholds, threads: 3)
    for (index, threshold) in thresholds.enumerated() {
      for group in [nil, 4] as [Int?] {
        var tally: [Exceedances.Key: Int] = [:]
        for probe in rows.probes.indices {
          let own = rows.probes[probe]
          if let group, own % counts.groups == group { continue }
          let scores = rows.scores(probes: probe..<probe + 1)
          var similar: Set<Int> = []
          for (column, score) in scores.enumerated() where rows.references[column] != own {
            let person = rows.references[column]
            if let group, person % counts.groups == group { continue }
            if polarity.accepts(Double(score), at: threshold) { similar.insert(person) }
          }
          let left = (0..<50).count { $0 != own && (group == nil || $0 % 20 != group) }
          tally[Exceedances.Key(strangers: left, similar: similar.count), default: 0] += 1
        }
        let seen = counts.exceedances(threshold: index, without: group)
        #expect(Dictionary(uniqueKeysWithValues: seen.kinds.map { ($0.key, $0.probes) }) == tally)
      }
    }
  }

  /// With one rate for all probes the model is the independence formula.
  @Test func noSpreadIsIndependence() {
    let model = UnequalProbes(location: log(-log1p(-0.001)), spread: 1e-9)
    for (people, published) in [(200.0, 0.181), (2_000, 0.865), (10_000, 0.99995)] {
      #expect(abs(model.share(people: people) - published) < 0.0005)
    }
  }

  @Test(arguments: [(-6.0, 0.3), (-7.0, 1.5), (-10.0, 2.5)])
  func fitFindsTheModelItWasDrawnFrom(location: Double, spread: Double) throws {
    var random = RandomStream(seed: 11)
    var tally: [Exceedances.Key: Int] = [:]
    for _ in 0..<4_000 {
      let rate = -expm1(-exp(location + spread * random.normal()))
      // Poisson by exponential gaps: the strangers are many and the rate is small.
      var hits = 0
      var time = random.exponential()
      while time < 3_000 * rate && hits < 3_000 {
        hits += 1
        time += random.exponential()
      }
      tally[Exceedances.Key(strangers: 3_000, similar: hits), default: 0] += 1
    }
    let fit = try #require(UnequalProbes.fit(Exceedances(tally)))
    #expect(abs(fit.location - location) < 0.25, "\(fit)")
    #expect(abs(fit.spread - spread) < 0.2, "\(fit)")
    let truth = UnequalProbes(location: location, spread: spread).share(people: 30_000)
    #expect(abs(fit.share(people: 30_000) - truth) < 0.03)
  }

  /// Simulated probes of unequal rate: intervals at the largest size and the check hold.
  @Test func scalingOfUnequalProbes() throws {
    let rows = Self.hubs(seed: 5, people: 400)
    var options = GalleryScaling.Options()
    options.sizes = [1, 10, 50, 399, 2_000]
    let scaling = try GalleryScaling.measure(rows, threshold: 2.2, options: options)
    var single = options
    single.threads = 1
    #expect(try GalleryScaling.measure(rows, threshold: 2.2, options: single) == scaling)
    #expect(scaling.points.map(\.isExtrapolated) == [false, false, false, false, true])
    let rates = scaling.points.compactMap { $0.fpirMeasured ?? $0.fpirExtrapolated }
    #expect(rates.count == 5 && rates == rates.sorted())
    // One stranger: the false match rate itself.
    #expect(abs(rates[0] - (scaling.falseMatchRate ?? 0)) < 1e-12)
    // Unequal probes find strangers less often than equal ones would.
    #expect(rates[3] < (scaling.points[3].fpirIndependent ?? 0))
    #expect(scaling.independenceFailsAtPeople != nil)
    let check = try #require(scaling.check)
    #expect(check.fittedPeople == 50 && check.predictedPeople == 399)
    let measured = try #require(check.measured)
    // All sub-galleries of all people: the very searches.
    let found = (0..<400).count { probe in
      let scores = rows.scores(probes: probe..<probe + 1)
      return scores.enumerated().contains { $0.offset != probe && $0.element >= 2.2 }
    }
    #expect(abs(measured.share - Double(found) / 400) < 1e-12)
  }

  /// Scores are a sum of both people's own level and chance: some probes match many.
  static func hubs(seed: UInt64, people: Int) -> MatrixRows {
    var random = RandomStream(seed: seed)
    let levels = (0..<people).map { _ in 0.5 * random.normal() }
    var scores = Array(repeating: Float(0), count: people * people)
    for left in 0..<people {
      for right in 0..<left {
        let score = Float(levels[left] + levels[right] + 0.7 * random.normal())
        scores[left * people + right] = score
        scores[right * people + left] = score
      }
    }
    return MatrixRows(
      scores: scores, probes: Array(0..<people), references: Array(0..<people),
      isWithinGallery: true, polarity: .similarity)
  }

  @Test func nothingSimilarIsNotExtrapolated() throws {
    let rows = Self.hubs(seed: 6, people: 60)
    let counts = try StrangerCounts(rows, thresholds: [1e6])
    let scaling = try #require(try ThresholdScaling.all(counts).first)
    let rate = try #require(scaling.rate(people: 59))
    #expect(rate.share == 0 && rate.interval.lower == 0 && rate.interval.upper > 0.05)
    #expect(rate.interval.method == .identityConservative)
    #expect(scaling.rate(people: 600) == nil)
  }
}
