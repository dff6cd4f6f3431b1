import Biometrics
import Essentials
import Foundation
import Statistics

@testable import Reports

/// One figure of each kind, with numbers of a plausible size from a seeded generator.
enum SampleFigures {
  static let hostile = "Ш'`touch x`\" <b onload=alert(1)>&amp; $PATH %s \\n"

  static func all() -> [Figure] {
    var random = RandomStream(seed: 5)
    let mated = (0..<900).map { _ in 0.75 + 0.09 * random.normal() }
    let nonMated = (0..<60_000).map { _ in 0.28 + 0.13 * random.normal() }
    let histograms = (
      Histogram(mated, in: -0.4...1, bins: 70),
      Histogram(nonMated, in: -0.4...1, bins: 70)
    )
    let curve = { (shift: Double) in
      (0...2000).map { step -> (falseMatchRate: Double, falseNonMatchRate: Double) in
        let threshold = -4 + Double(step) / 250
        return (Normal.cumulative(-threshold), Normal.cumulative(threshold - shift))
      }
    }
    let sizes = [10, 30, 100, 300, 1000, 2300]
    let rates = [0.01, 0.029, 0.083, 0.18, 0.33, 0.42]
    var scaling = zip(sizes, rates).map { size, rate in
      Figure.ScalingStep(
        gallerySize: size, rate: rate, low: rate * 0.75, high: min(1, rate * 1.3),
        independent: 1 - pow(0.999, Double(size)))
    }
    scaling.append(
      .init(
        gallerySize: 10_000, rate: 0.62, low: 0.41, high: 0.83, independent: 0.99995,
        isExtrapolated: true))
    let best = zip(sizes, [0.31, 0.36, 0.41, 0.45, 0.49, 0.52]).map {
      BestStrangerStep(gallerySize: $0, low: $1 - 0.08, median: $1, high: $1 + 0.11)
    }
    let groupNames = ["women 18–30", "women 31–60", "men 18–30", "men 31–60", hostile]
    let groups = groupNames.enumerated().map { index, name in
      let rate = Proportion(
        events: [31, 12, 7, 5, 0][index], trials: [4000, 4200, 3900, 3000, 90][index])
      return Figure.GroupRate(name, rate, rate.wilson())
    }
    let cross = groupNames.indices.map { row in
      groupNames.indices.map { column in
        let rate = Proportion(
          events: row == column ? 40 - 7 * row : (row + column) % 3, trials: 20_000)
        return Figure.GroupRate("", rate, rate.wilson())
      }
    }
    let wages = (0..<2676).map { _ in exp(0.7 + 0.8 * random.normal()) }
    return [
      .scoreDistributions(
        mated: histograms.0, nonMated: histograms.1, threshold: 0.52, mapping: .halfCosine,
        scoreName: "cosine", polarity: .similarity),
      .detectionErrorTradeOff([.init("good cameras", curve(4)), .init("poor cameras", curve(2.2))]),
      .receiverOperatingCharacteristic([
        .init("good cameras", curve(4)), .init("poor cameras", curve(2.2)),
      ]),
      .cumulativeMatch(
        [0.81, 0.87, 0.9, 0.91, 0.92, 0.925, 0.93, 0.94, 0.94, 0.945], searches: 412),
      .falsePositiveScaling(scaling, setting: "FMR 0.001", breaksAt: 100),
      .bestStranger(
        best + [
          .init(gallerySize: 10_000, low: 0.47, median: 0.575, high: 0.7, isExtrapolated: true)
        ], spread: "90 % of searches",
        mapping: .halfCosine, marks: [("threshold", 0.52)], scoreName: "cosine"),
      .reliability(
        (0..<10).map { index in
          let stated = 0.05 + Double(index) / 10
          let observed = stated * stated
          return .init(
            stated: stated, observed: observed, low: max(0, observed - 0.06),
            high: min(1, observed + 0.07), count: 400 - 30 * index)
        }, mapping: "logistic", prior: 0.5),
      .funnel(
        title: "What review did to the false matches",
        description: "Simulated reviewers, majority of three.",
        [
          .init("false matches offered", 412, detail: "all"),
          .init("corrected", 361, detail: "87.6 % (84.1 % to 90.5 %)", kind: .good),
          .init("kept", 51, detail: "12.4 %", kind: .bad),
          .init("newly created", 23, detail: "5.1 % of true matches", kind: .bad),
        ]),
      .distribution(
        title: "What an hour really pays", description: "Search and unpaid work included.",
        Histogram(wages, in: 0...16, bins: 32), unit: "USD per hour", people: "workers",
        marks: [("median 2.01", 2.01), ("federal minimum 7.25", 7.25)]),
      .curves(
        title: "Cost of a corrected false match", description: "By number of reviewers.",
        [
          .init(
            "good reviewers",
            (1...9).map {
              .init(
                x: Double($0), y: 0.2 * Double($0), low: 0.17 * Double($0), high: 0.24 * Double($0))
            }),
          .init("chance", (1...9).map { .init(x: Double($0), y: 0.5 + 0.3 * Double($0)) }),
        ], x: "reviewers per candidate", y: "USD per corrected false match"),
      .groups(groups, rateName: "false match rate"),
      .crossGroups(groupNames, cross, rateName: "false match rate"),
    ]
  }
}
