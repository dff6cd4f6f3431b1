import Biometrics
import Essentials
import Reports
import Review
import Store

// What the auditor can do on a study's page.
extension StudyMarkup {
  func invitations(_ session: Session?) -> Markup {
    let standing = members.filter { !$0.isRevoked }
    let rows = standing.map { member in
      Markup.tag(
        "li", [:],
        [
          .text("\(member.person.name) (\(member.person.role.rawValue)) "),
          button("links", "New link", "for", member.person, session), .text(" "),
          button("revocations", "Take back", "the invitation of", member.person, session),
        ])
    }
    return .tag(
      "section", ["aria-labelledby": "invite-title"],
      [
        .tag("h2", ["id": "invite-title"], text: "Invitations"),
        Form(
          root + "/invitations", session: session, class: "row",
          [
            Form.choice(
              "Role", name: "role", [("reviewer", "reviewer"), ("adjudicator", "adjudicator")],
              chosen: "reviewer"),
            Form.field(
              "Name (a pseudonym)", name: "name", hint: "Empty: numbered. It stands in exports.",
              required: false), Form.submit("Invite"),
          ]
        ).markup,
      ] + (rows.isEmpty ? [] : [.tag("ul", ["class": "people"], rows)]))
  }

  private func button(
    _ action: String, _ text: String, _ words: String, _ person: Person, _ session: Session?
  ) -> Markup {
    Form(
      root + "/" + action, session: session, class: "inline",
      [
        .tag("input", ["type": "hidden", "name": "person", "value": person.id]),
        .tag(
          "button",
          [
            "type": "submit", "class": "quiet", "aria-label": "\(text) \(words) \(person.name)",
          ], text: text),
      ]
    ).markup
  }

  var exports: Markup {
    let contents: [(StudyResults.Content, String)] = [
      (.verdicts, "same, different, unsure"), (.ratings, "−3 to +3"),
      (.secondLooks, "second looks"),
    ]
    let files = contents.map { content, words in
      Markup.tag(
        "li", [:],
        [.text("Answers as \(words): ")]
          + AnswerFormat.allCases.map { format in
            .tag(
              "a",
              [
                "href": "\(root)/export/\(content.rawValue)/\(format.rawValue)",
                "class": "spaced",
              ], text: format.rawValue)
          })
    }
    let others = [
      ("pairs.csv", "The pairs, with truth, standing and verdict"),
      ("gold.csv", "Known answers, for review aggregate --gold"),
      ("pay.json", "The ledger of pay and time"), ("log.jsonl", "This study’s part of the log"),
    ].map { name, words in
      Markup.tag("li", [:], [.tag("a", ["href": "\(root)/files/\(name)"], text: words)])
    }
    let methods = AggregationMethod.allCases.map { method in
      Markup.tag(
        "li", [:],
        [
          .tag("a", ["href": "\(root)/aggregate/\(method.rawValue)"], text: method.rawValue),
          .text(": " + method.words),
        ])
    }
    return .tag(
      "section", [:],
      [
        .tag("h2", text: "Exports and aggregation"),
        .tag("ul", [:], files + others),
        .tag("p", text: "Or bring the answers together here, into one for each pair:"),
        .tag("ul", [:], methods),
        .tag(
          "p", ["class": "hint"],
          text: "Write down the head that stands above: serve verify --head tells later whether "
            + "anything before it was changed, or the end cut off. Programs find it in the headers "
            + "Lookalike-Log-Entries and Lookalike-Log-Head of every export."),
      ])
  }

  private var answersToEach: String {
    guard let stop = study.design.adaptive else { return "\(study.design.overlap)" }
    return
      "\(stop.fewest) to \(study.design.overlap), until \(stop.surePercent) % sure if each is right with "
      + "\(stop.accuracyPercent) %: a lead of \(stop.lead)"
  }

  private var knownPairs: String {
    if design.gold == 0 { return "none" }
    return design.adaptive == nil
      ? "\(design.gold), all in each reviewer’s first list"
      : "\(design.gold), spread over each reviewer’s lists; who is given few pairs may not get all"
  }

  private var goingBack: String {
    guard let minutes = design.returnAfterMinutes else { return "never" }
    return
      "after \(minutes) minutes without a sign of their reviewer, when somebody else wants pairs; a "
      + "late answer counts all the same"
  }

  var settings: Markup {
    let design = study.design
    return .tag(
      "details", [:],
      [
        .tag("summary", text: "How this study is run"),
        Markup.facts([
          Block.Fact("Pairs", Prose("\(study.pairs)")),
          Block.Fact("Of them with a known answer", Prose(knownPairs)),
          Block.Fact("Origin of the pictures", Prose(design.origin.rawValue)),
          Block.Fact("The algorithm’s score", Prose(design.score.rawValue)),
          Block.Fact("A match is proposed", Prose(design.proposal)),
          Block.Fact("Answers to each pair", Prose(answersToEach)),
          Block.Fact("Unanswered pairs are for others", Prose(goingBack)),
          Block.Fact("Reviewers expected", Prose("\(design.reviewers)")),
          Block.Fact("Blind second looks", Prose("\(design.secondLooks) for each reviewer")),
          Block.Fact(
            "Pay for each answer", Prose("\(design.pay.description), fee \(design.feePercent) %")),
          Block.Fact("Seed", "\(code: String(design.seed))"),
          Block.Fact("Pairs from", Prose(design.source)),
        ]),
      ])
  }

  func closing(_ session: Session?) -> Markup {
    if study.isClosed { return .tag("p", ["class": "note"], text: "This study is closed.") }
    return Form(
      root + "/close", session: session,
      [
        Form.submit("Close the study", class: "quiet"),
        .tag("p", ["class": "hint"], text: "It then takes no more answers. This can’t be undone."),
      ]
    ).markup
  }
}
