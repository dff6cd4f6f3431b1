import Biometrics
import Evaluation
import Matching
import Statistics

/// The error rates of the demonstration's searches, held against the truth.
struct DemoAudit {
  /// The rates, in the order in which they are told.
  let rates: [DemoResult.Rate]
  /// Distances of mated comparisons.
  let mated: [Double]
  /// Distances of non-mated comparisons.
  let nonMated: [Double]

  init(rule: DemoRule, sample: DemoTruth, lists: [DemoSearch.List]) throws {
    var comparisons = LabelledComparisons(polarity: .distance)
    for (probe, list) in zip(sample.probes, lists) {
      // A box without a face is nobody's: it is no comparison of two people.
      for candidate in list.ranking {
        guard let person = sample.rows[candidate.row] else { continue }
        try comparisons.append(probe: probe, reference: person, score: Double(candidate.score))
      }
    }
    mated = comparisons.scores.indices.filter(comparisons.isMated).map { comparisons.scores[$0] }
    nonMated = comparisons.scores.indices.filter { !comparisons.isMated($0) }
      .map { comparisons.scores[$0] }
    let clustered = ClusteredComparisons(comparisons)
    let isFalsePositive = zip(sample.probes, lists).map { probe, list in
      list.ranking.lazy.filter { sample.rows[$0.row] != probe }.prefix(Demo.listLength)
        .contains { rule.accepts(Double($0.score)) }
    }
    let isMiss = zip(sample.probes, lists).compactMap { probe, list -> Bool? in
      guard list.ranking.contains(where: { sample.rows[$0.row] == probe }) else { return nil }
      return !list.ranking.prefix(Demo.listLength).contains {
        sample.rows[$0.row] == probe && rule.accepts(Double($0.score))
      }
    }
    rates = [
      DemoAudit.rate(
        "FMR", "false match rate", "comparisons of two people that are called a match",
        clustered.falseMatchRate(at: rule.threshold)),
      DemoAudit.rate(
        "FNMR", "false non-match rate", "comparisons of one person that are not called a match",
        clustered.falseNonMatchRate(at: rule.threshold)),
      DemoAudit.rate(
        "FPIR", "false positive identification rate",
        "searches for someone who is not enrolled (the person's own faces left out) that propose "
          + "at least one match", DemoAudit.measured(isFalsePositive)),
      DemoAudit.rate(
        "FNIR", "false negative identification rate",
        "searches for someone who is enrolled that do not propose the person",
        DemoAudit.measured(isMiss)),
    ]
  }

  /// One trial a probe: each is another person, so that they are independent.
  private static func measured(_ events: [Bool]) -> MeasuredRate? {
    MeasuredRate(
      identityEvents: events.map { $0 ? 1 : 0 }, trials: events.map { _ in 1 })
  }

  private static func rate(
    _ abbreviation: String, _ name: String, _ explanation: String, _ measured: MeasuredRate?
  ) -> DemoResult.Rate {
    DemoResult.Rate(
      abbreviation: abbreviation, name: name, explanation: explanation,
      proportion: measured?.proportion ?? Proportion(events: 0, trials: 0),
      interval: measured?.interval)
  }
}
