import Biometrics
import Foundation
import Reports
import Review
import Store

/// The form that makes a study: its fields, what they mean, and how they are read.
struct StudyForm {
  /// Where the pictures are.
  let library: FrameLibrary?
  /// A review system whose overlap, pay and display fill the form in.
  let scenario: ReviewScenario?
  /// What was entered, where the form is given back; nil for a new one.
  var entered: FormFields?
  /// What of it can't be accepted.
  var faults: [FieldFault] = []

  private var defaults: StudyDesign {
    let origin = library?.origin ?? .rendered
    // One that nobody can guess: who knows it can work out which place holds which candidate.
    let seed = UInt64.random(in: 1...999_999_999_999)
    var design = StudyDesign(
      title: scenario.map { "Review like \($0.name)" } ?? "Do they show the same person?",
      origin: origin, pay: Money(micros: 40_000, .usd), seed: seed, source: "", proposal: "")
    design.gold = 4
    design.secondLooks = 3
    design.returnAfterMinutes = 30
    guard let scenario else { return design }
    design.overlap = scenario.overlap
    design.reviewers = max(2, scenario.overlap)
    design.feePercent = scenario.pay.fee.percent
    design.pay = StudyForm.payPerAnswer(scenario.pay)
    design.score = display(scenario.condition.display)
    return design
  }

  private func display(_ display: ReviewCondition.Display) -> StudyDesign.ScoreDisplay {
    switch display {
    case .nothing: .hidden
    case .label: .label
    case .score: .number
    }
  }

  /// What one answer is paid under `plan`; nothing where pay is by the hour or there is none.
  private static func payPerAnswer(_ plan: PayPlan) -> Money {
    switch plan.rule {
    case .perDecision(let amount): amount
    case .perDecisionInTurn(let amounts): amounts.first ?? .zero(plan.currency)
    case .onSuccess(let amount, let percent): amount.share(Int64(percent), of: 100)
    case .hourly, .hourlyBySite, .unpaid: .zero(plan.currency)
    }
  }

  func page(_ session: Session?) -> WebPage {
    WebPage(
      "New study",
      (faults.isEmpty ? [scenarios] : [Form.summary(faults, labels: StudyForm.labels)])
        + (scenario.map { [note($0)] } ?? []) + [form(session)],
      session: session, scripts: [.study])
  }

  private var scenarios: Markup {
    .tag(
      "details", [:],
      [
        .tag("summary", text: "Fill the form in like a known system of review"),
        .tag(
          "ul", [:],
          ReviewScenario.all.map { scenario in
            .tag(
              "li", [:],
              [
                .tag("a", ["href": "/studies/new?after=" + scenario.name], text: scenario.name),
                .text(": " + scenario.title),
              ])
          }),
      ])
  }

  private func note(_ scenario: ReviewScenario) -> Markup {
    .tag(
      "p", ["class": "note"],
      text: "Overlap, pay, fee and display are those of the scenario \(scenario.name): "
        + "\(scenario.title). Pay by the hour can't be kept by the answer and stands as 0.")
  }

  /// What each field is called, above it and where it can't be accepted.
  static let labels: KeyValuePairs = [
    "title": "Title, which reviewers see",
    "list": "Candidate list",
    "top": "Candidates of each list",
    "propose": "The algorithm proposes a match from this percentage",
    "score": "The algorithm’s score",
    "reviewers": "Reviewers expected",
    "overlap": "Answers to each pair (overlap)",
    "stop": "When to stop asking about a pair",
    "sure": "How sure the answers must be, in percent",
    "accuracy": "How often one answer is taken to be right, in percent",
    "fewest": "The fewest answers to each pair",
    "returnAfter":
      "A reviewer’s unanswered pairs are for others after so many minutes without a sign (0: never)",
    "secondLooks": "Pairs that each reviewer is shown twice (blind second looks)",
    "gold": "Pairs with a known answer",
    "breakEvery": "A break is offered after so many answers (0: never)",
    "pay": "Pay for each answer",
    "currency": "Currency",
    "fee": "The platform’s fee in percent",
    "seed": "Seed",
  ]

  /// What stands in the field: what was entered, or else `usual`.
  private func value(_ name: String, _ usual: String) -> String {
    entered.map { $0[name] ?? "" } ?? usual
  }

  private func field(
    _ name: String, _ usual: String, type: String = "text", hint: String? = nil,
    required: Bool = true, extra: [Markup.Attribute] = []
  ) -> Markup {
    Form.field(
      StudyForm.labels.text(name), name: name, value: value(name, usual), type: type, hint: hint,
      fault: faults.text(name), isFirstFault: faults.first?.field == name, required: required,
      extra: extra)
  }

  private func number(_ name: String, _ usual: Int, hint: String? = nil, required: Bool = true)
    -> Markup
  {
    field(
      name, String(usual), type: "number", hint: hint, required: required,
      extra: [.init("min", "0"), .init("inputmode", "numeric")])
  }

  private func choice(
    _ name: String, _ options: [(value: String, text: String)], _ usual: String,
    hint: String? = nil
  ) -> Markup {
    Form.choice(
      StudyForm.labels.text(name), name: name, options, chosen: value(name, usual), hint: hint,
      fault: faults.text(name), isFirstFault: faults.first?.field == name)
  }

  private func form(_ session: Session?) -> Markup {
    let design = defaults
    return Form(
      "/studies", session: session,
      [
        field("title", design.title), material,
        number("top", 4, hint: "From the best; at most 20."),
        number(
          "propose", 67,
          hint: "Moscow's best hits stood at 67 %. It is a display convention, no probability."),
        .tag("h2", text: "Who sees what"),
        choice(
          "score",
          [
            ("hidden", "hidden"), ("number", "shown as a percentage"),
            ("label", "shown as “match” or “no match”"),
          ], design.score.rawValue),
        number(
          "reviewers", design.reviewers,
          hint: "The pairs are shared out among so many. You invite them once the study is made."),
        number(
          "overlap", design.overlap,
          hint: "So many different reviewers are asked about the same pair."),
        choice(
          "stop",
          [
            ("fixed", "when all these answers are there"),
            ("adaptive", "as soon as the answers are sure; the overlap is the most"),
          ], "fixed",
          hint:
            "“As soon as the answers are sure” saves answers on easy pairs. What stays "
            + "contradictory goes to an adjudicator."),
        sureness,
        number(
          "returnAfter", design.returnAfterMinutes ?? 0,
          hint:
            "So that a study can be finished when somebody leaves. A late answer counts all the "
            + "same, as one more."),
        number(
          "secondLooks", design.secondLooks,
          hint: "They come again later, and nobody says so: does the reviewer answer the same?"),
        number(
          "gold", design.gold,
          hint:
            "Every reviewer gets them among the others, in the first list. Where asking stops as "
            + "soon as the answers are sure, some are kept for the pairs that come later, and a "
            + "reviewer may get fewer. Needs truth about the pictures." + StudyForm.goldPower),
        number("breakEvery", 50), .tag("h2", text: "Pay"), field("pay", design.pay.decimal),
        choice(
          "currency", Money.Currency.allCases.map { ($0.rawValue, $0.rawValue) },
          design.pay.currency.rawValue),
        number("fee", design.feePercent),
        field(
          "seed", String(design.seed), type: "number",
          hint:
            "A number from which follows who sees which pair in which order. Reviewers must not "
            + "know it."),
        Form.submit("Make the study"),
      ]
    ).markup
  }

  /// Not required: a browser can't point at a field that is folded away; the server can, and unfolds it.
  private var sureness: Markup {
    let names = ["sure", "accuracy", "fewest"]
    let isOpen = entered?["stop"] == "adaptive" || faults.contains { names.contains($0.field) }
    return .tag(
      "details", ["open": isOpen ? "" : nil],
      [
        .tag("summary", text: "When answers are sure"), number("sure", 95, required: false),
        number(
          "accuracy", 85,
          hint: "One figure for all reviewers: with 85 and 95, one side must lead by two answers.",
          required: false), number("fewest", 2, required: false),
      ])
  }

  /// How many known pairs it takes to notice somebody who guesses.
  private static let goldPower: String = {
    guard let power = GoldPower.fewest(honestAccuracy: 0.85) else { return "" }
    return
      " With \(power.items) of them, and suspecting whoever gets fewer than \(power.rightNeeded) right, "
      + "you notice nine of ten who only guess, and wrong at most one of twenty who are right 85 times "
      + "in 100."
  }()

  private var material: Markup {
    var parts: [Markup] = [.tag("h2", text: "Pairs")]
    guard let library else {
      return .tag(
        "p", ["class": "note"],
        text: "The console was started without pictures. Start it with --frames FOLDER, the folder "
          + "that was enrolled.")
    }
    if library.candidates != nil {
      parts.append(
        .tag(
          "p",
          text: "Leave the list empty to take those that lie beside the pictures "
            + "(\(FrameLibrary.candidatesName))."))
    }
    parts.append(
      Form.area(
        StudyForm.labels.text("list"), name: "list", value: value("list", ""),
        hint:
          "What lookalike search --format json prints, or an array of it. The pictures must lie in "
          + "the folder that the console was started with.",
        fault: faults.text("list"), isFirstFault: faults.first?.field == "list"))
    parts.append(
      .tag(
        "div", ["class": "field"],
        [
          .tag("label", ["for": "field-file"], text: "or from a file"),
          .tag("input", ["id": "field-file", "type": "file", "accept": ".json"]),
        ]))
    return .tag("div", [:], parts)
  }
}
