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

  private var defaults: StudyDesign {
    let origin = library?.origin ?? .rendered
    // One that nobody can guess: who knows it can work out which place holds which candidate.
    let seed = UInt64.random(in: 1...999_999_999_999)
    var design = StudyDesign(
      title: scenario.map { "Review like \($0.name)" } ?? "Do they show the same person?",
      origin: origin, pay: Money(micros: 40_000, .usd), seed: seed, source: "", proposal: "")
    design.gold = 4
    design.secondLooks = 3
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
      "New study", [scenarios] + (scenario.map { [note($0)] } ?? []) + [form(session)],
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

  private func number(
    _ label: String, _ name: String, _ value: Int, hint: String? = nil, required: Bool = true
  ) -> Markup {
    Form.field(
      label, name: name, value: String(value), type: "number", hint: hint, required: required,
      extra: [.init("min", "0"), .init("inputmode", "numeric")])
  }

  private func form(_ session: Session?) -> Markup {
    let design = defaults
    return Form(
      "/studies", session: session,
      [
        Form.field("Title, which reviewers see", name: "title", value: design.title), material,
        number(
          "Candidates of each list", "top", 4, hint: "From the best; at most 20."),
        number(
          "The algorithm proposes a match from this percentage", "propose", 67,
          hint: "Moscow's best hits stood at 67 %. It is a display convention, no probability."),
        .tag("h2", text: "Who sees what"),
        Form.choice(
          "The algorithm’s score", name: "score",
          [
            ("hidden", "hidden"), ("number", "shown as a percentage"),
            ("label", "shown as “match” or “no match”"),
          ], chosen: design.score.rawValue),
        number("Reviewers expected", "reviewers", design.reviewers),
        number("Answers to each pair (overlap)", "overlap", design.overlap),
        Form.choice(
          "When to stop asking about a pair", name: "stop",
          [
            ("fixed", "when all these answers are there"),
            ("adaptive", "as soon as the answers are sure; the overlap is the most"),
          ], chosen: "fixed",
          hint: "The second saves answers on easy pairs; what stays unsure goes to an adjudicator."),
        sureness,
        number(
          "Blind second looks for each reviewer", "secondLooks", design.secondLooks,
          hint: "Pairs that come again, late, without a word: how steady is the reviewer?"),
        number(
          "Pairs with a known answer", "gold", design.gold,
          hint: "Every reviewer gets them among the others; needs truth about the pictures."
            + StudyForm.goldPower),
        number("A break is offered after so many answers (0: never)", "breakEvery", 50),
        .tag("h2", text: "Pay"),
        Form.field("Pay for each answer", name: "pay", value: design.pay.decimal),
        Form.choice(
          "Currency", name: "currency", Money.Currency.allCases.map { ($0.rawValue, $0.rawValue) },
          chosen: design.pay.currency.rawValue),
        number("The platform’s fee in percent", "fee", design.feePercent),
        Form.field(
          "Seed", name: "seed", value: String(design.seed), type: "number",
          hint: "Of who sees which pair in which order. Reviewers must not know it."),
        Form.submit("Make the study"),
      ]
    ).markup
  }

  /// Not required: a browser can't point at a field that is folded away; the server can.
  private var sureness: Markup {
    .tag(
      "details", [:],
      [
        .tag("summary", text: "When answers are sure"),
        number("Sure is a posterior, in percent, of", "sure", 95, required: false),
        number(
          "Each answer is taken to be right, in percent, with", "accuracy", 85,
          hint: "One figure for all reviewers: with 85 and 95, one side must lead by two answers.",
          required: false),
        number("The fewest answers", "fewest", 2, required: false),
      ])
  }

  /// How many known pairs it takes to notice somebody who guesses.
  private static let goldPower: String = {
    guard let power = GoldPower.fewest(honestAccuracy: 0.85) else { return "" }
    return
      " To notice nine of ten reviewers who guess, and suspect at most one of twenty who are right "
      + "with 85 %, it takes \(power.items), and at least \(power.rightNeeded) of them right."
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
      .tag(
        "div", ["class": "field"],
        [
          .tag("label", ["for": "field-list"], text: "Candidate list"),
          .tag(
            "textarea",
            [
              "id": "field-list", "name": "list", "rows": "4", "spellcheck": "false",
              "aria-describedby": "field-list-hint",
            ], text: ""),
          .tag(
            "p", ["id": "field-list-hint", "class": "hint"],
            text:
              "What lookalike search --format json prints, or an array of it. The pictures must "
              + "lie in the folder that the console was started with."),
          .tag("label", ["for": "field-file"], text: "or from a file"),
          .tag("input", ["id": "field-file", "type": "file", "accept": ".json"]),
        ]))
    return .tag("div", [:], parts)
  }
}

extension StudyForm {
  /// A filled-in form.
  struct Filled {
    let design: StudyDesign
    let list: Data?
    let top: Int
    let proposedPercent: Int
  }

  /// Reads the form.
  ///
  /// - Throws: ``Problem`` 422 naming the field that can't be accepted.
  static func read(_ fields: FormFields, origin: Origin) throws -> Filled {
    guard let currency = Money.Currency(rawValue: try fields.text("currency")),
      let score = StudyDesign.ScoreDisplay(rawValue: try fields.text("score")),
      let seed = UInt64(try fields.text("seed"))
    else { throw Problem.unfit("currency, score or seed is not one of those on the form") }
    guard let pay = try? Money(try fields.text("pay"), currency),
      (0...1_000_000_000).contains(pay.micros)
    else { throw Problem.unfit("pay must be an amount such as 0.04, at most 1000") }
    let propose = try fields.integer("propose", in: 0...100)
    let list = fields["list"]
    var design = StudyDesign(
      title: try fields.text("title", most: 120), origin: origin, pay: pay, seed: seed,
      source: list == nil
        ? "the candidate lists beside the pictures" : "a candidate list given by the auditor",
      proposal: "shown percentage of \(propose) or more; without one, the first of each list")
    design.score = score
    design.reviewers = try fields.integer("reviewers", in: 1...10_000)
    design.overlap = try fields.integer("overlap", in: 1...1000)
    guard design.overlap <= design.reviewers else {
      throw Problem.unfit("overlap can't be more than the reviewers expected")
    }
    design.adaptive = try adaptive(fields, overlap: design.overlap)
    design.secondLooks = try fields.integer("secondLooks", in: 0...200)
    design.gold = try fields.integer("gold", in: 0...200)
    design.breakEvery = try fields.integer("breakEvery", in: 0...10_000)
    design.feePercent = try fields.integer("fee", in: 0...100)
    return Filled(
      design: design, list: list.map { Data($0.utf8) },
      top: try fields.integer("top", in: 1...20), proposedPercent: propose)
  }

  /// The rule that stops before the overlap is reached; nil where the form does not ask for one.
  private static func adaptive(_ fields: FormFields, overlap: Int) throws -> AdaptiveStop? {
    switch fields["stop"] ?? "fixed" {
    case "fixed": return nil
    case "adaptive":
      let stop = AdaptiveStop(
        fewest: try fields.integer("fewest", in: 1...overlap),
        surePercent: try fields.integer("sure", in: 51...99),
        accuracyPercent: try fields.integer("accuracy", in: 51...99))
      guard stop.lead <= overlap else {
        throw Problem.unfit(
          "to be \(stop.surePercent) % sure with answers that are right with \(stop.accuracyPercent) %, "
            + "one side must lead by \(stop.lead): allow so many answers to each pair, or ask for less"
        )
      }
      return stop
    default: throw Problem.unfit("stop must be fixed or adaptive")
    }
  }
}
