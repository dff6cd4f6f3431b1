import Biometrics
import Essentials
import Evaluation
import Statistics

/// The parts of a 1:1 evaluation's page that need words.
struct EvaluationParts {
  let evaluation: OneToOneEvaluation

  init(_ evaluation: OneToOneEvaluation) { self.evaluation = evaluation }

  /// The measurable point at the strictest target: where a real system would be run.
  private var strictest: (target: Double, point: OneToOneEvaluation.Point)? {
    evaluation.targets.sorted { $0.falseMatchRate < $1.falseMatchRate }
      .lazy.compactMap { target in target.point.map { (target.falseMatchRate, $0) } }.first
  }

  var limits: [Prose] {
    let (match, miss) = evaluation.supportable
    let unit = evaluation.subjectCount == nil ? "comparisons" : "pairs of people"
    var limits = evaluation.warnings.map { Prose($0) }
    limits += [
      """
      These are rates of one-to-one comparisons. A search compares one face with everyone enrolled: \
      its false alarms are many times as frequent, and must be measured on searches.
      """,
      """
      The data can't show a false match rate below \(Numerals.percent(match.ruleOfThree)) even \
      without a single error (3 in \(match.independentTrials) independent \(unit)), nor a false \
      non-match rate below \(Numerals.percent(miss.ruleOfThree)).
      """,
      """
      The rates hold for these people, pictures and cameras. Nothing here says how the system does \
      on others; the differences between groups are as uncertain as their intervals say.
      """,
    ]
    if evaluation.options.failures.acquisition == nil {
      limits.append(
        """
        Failures to acquire or enrol were not stated. Attempts that never became a comparison are \
        missing from every rate.
        """)
    }
    return limits
  }

  var plainWords: Section {
    let equal = evaluation.equalErrorRate.rate(by: evaluation.options.convention)
    var tiles: [Block.Tile] = [
      .init(
        value: Numerals.grouped(evaluation.matedCount + evaluation.nonMatedCount),
        label: "comparisons",
        detail: evaluation.subjectCount.map { "of \(Numerals.grouped($0)) people" }
          ?? "whose people are not known"),
      .init(
        value: Numerals.percent(equal), label: "equal error rate",
        detail: "by the convention \(evaluation.options.convention.rawValue); "
          + evaluation.equalErrorRateInterval.text),
    ]
    var blocks: [Block] = [
      .paragraph(
        """
        The system gives each pair of pictures a score. Pictures of one person should score as more \
        similar than pictures of two. Take one pair of each kind at random: the pair of one person \
        has the more similar score \(Numerals.fixed(100 * evaluation.areaUnderCurve, 2)) times out \
        of 100.
        """),
      .paragraph(
        """
        To decide, one draws a line: a threshold. Wherever it is drawn, some strangers pass for one \
        person (false matches) and some people are not recognised (false non-matches). Fewer of the \
        one are always more of the other.
        """),
    ]
    if let (target, point) = strictest {
      tiles.append(
        .init(
          value: Numerals.percent(point.falseNonMatch.rate), label: "not recognised",
          detail: "\(Numerals.grouped(point.falseNonMatch.proportion.events)) of "
            + "\(Numerals.grouped(point.falseNonMatch.proportion.trials)); "
            + point.falseNonMatch.interval.text
            + ", at a false match rate of at most \(Numerals.percent(target))"))
      blocks.append(
        .paragraph(
          """
          At the strictest threshold that these data can speak of, at most \
          \(Numerals.percent(target)) of strangers pass: \
          \(point.falseMatch.proportion.text(point.falseMatch.interval)). The price: \
          \(point.falseNonMatch.proportion.text(point.falseNonMatch.interval)) of comparisons of \
          one person with themselves are rejected.
          """))
    }
    return Section("In plain words", [.tiles(tiles)] + blocks)
  }

  var data: Section {
    var facts: [Block.Fact] = [
      .init("mated comparisons", "\(Numerals.grouped(evaluation.matedCount))"),
      .init("non-mated comparisons", "\(Numerals.grouped(evaluation.nonMatedCount))"),
      .init(
        "people", evaluation.subjectCount.map { "\(Numerals.grouped($0))" } ?? "not known"),
    ]
    let failures = evaluation.options.failures
    facts.append(
      .init(
        "failure to enrol",
        Prose(failures.enrolment.map { $0.text($0.clopperPearson()) } ?? "not stated")))
    facts.append(
      .init(
        "failure to acquire",
        Prose(failures.acquisition.map { $0.text($0.clopperPearson()) } ?? "not stated")))
    return Section("Data", [.facts(facts)])
  }

  var protocolSection: Section { Section("Protocol", [.facts(conventions)]) }

  /// The conventions by which all figures were computed.
  var conventions: [Block.Fact] {
    let options = evaluation.options
    let intervals =
      options.bootstrap.map {
        "identity bootstrap, \(Numerals.grouped($0.replicates)) replicates, seed \($0.seed)"
      }
      ?? (evaluation.subjectCount == nil
        ? "Wilson, comparisons taken for independent"
        : "clustered by identity; conservative where there is no error")
    return [
      .init(
        "accepted",
        Prose(
          "a score \(options.accept == .atOrAbove ? "at least" : "more than") as similar as the "
            + "threshold; \(evaluation.polarity == .similarity ? "higher" : "lower") is more "
            + "similar")),
      .init(
        "threshold for a target",
        "the least strict score whose observed rate is at most the target"),
      .init(
        "equal error rate", "by \(code: options.convention.rawValue); all conventions are listed"),
      .init("unit of scores", "\(code: options.unit.rawValue)"),
      .init(
        "intervals", Prose("\(Numerals.percent(options.level, 2)), \(intervals)")),
    ]
  }

  var uncertainty: Section {
    let (match, miss) = evaluation.supportable
    var table = TextTable([
      .text("rate"), .number("independent trials"), .number("no error still allows"),
      .number("known to ±30 % from"),
    ])
    for (name, support) in [("false match rate", match), ("false non-match rate", miss)] {
      table.append([
        name, Numerals.grouped(support.independentTrials), Numerals.percent(support.ruleOfThree),
        Numerals.percent(support.ruleOfThirty),
      ])
    }
    return Section(
      "Uncertainty",
      [
        .paragraph(
          """
          One person takes part in many comparisons, so comparisons are not independent: a hundred \
          thousand of them may be worth no more than the few hundred people behind them. The table \
          counts people (or pairs of them) where they are known, and says what such data can show \
          at best: the rule of 3 and the rule of 30.
          """), .table(table, caption: "The smallest rates that these data support"),
        .facts(EvaluationParts.methods),
      ])
  }

  /// What the names beside intervals mean.
  static let methods: [Block.Fact] = [
    .init(
      "95 % interval",
      "made so that 95 of 100 such tests would hold the true rate in theirs; a wide one means few data"
    ),
    .init(
      "identity-clustered",
      "counts people, not comparisons: as wide as if so many independent trials had been made"),
    .init(
      "identity-conservative",
      "no error, or nothing but errors: the exact interval with one trial a person (or pair of people)"
    ),
    .init(
      "identity-jackknife",
      "how far the figure moves when one twentieth of the people is left out (of fewer than 40 each one)"
    ),
    .init(
      "identity-bootstrap", "how far the figure moves when people are drawn anew, with repetition"),
    .init(
      "wilson, delong", "takes every comparison for independent; too narrow where people repeat"),
  ]
}
