import Essentials
import Evaluation
import Reports
import Statistics

extension GuidedLesson {
  /// "Forty-two alerts": London, 42 → 26 → 22 → 8.
  static func alerts() -> GuidedLesson {
    let london = AlertsLesson.london
    return GuidedLesson(
      name: "alerts", title: "Forty-two alerts",
      summary:
        "Six trials, 42 alerts, 8 of them shown to be right. What can be said of such counts, and what can't.",
      limits: [
        "42 alerts are few: every share of them has a wide interval.",
        "The counts are of six deployments that observers attended. They say nothing of other places, systems or years.",
        "Intervals here are for independent alerts; alerts of one day and place may not be independent.",
      ],
      steps: [
        AlertsLesson.chain, AlertsLesson.unverified, AlertsLesson.shares, AlertsLesson.others,
      ],
      unknown: london.unknown.map { Prose($0) },
      sources: ["london", "cardiff", "met"].compactMap { try? Lesson.named($0) }.map {
        Prose($0.source)
      },
      conclusion: Prose(london.conclusion))
  }
}

/// The steps of "Forty-two alerts".
enum AlertsLesson {
  /// The published counts, as the command line's lesson has them.
  static let london: Lesson = {
    guard let lesson = try? Lesson.named("london") else { preconditionFailure("it is built in") }
    return lesson
  }()
  static let (alerts, passed, stopped, correct) = (42, 26, 22, 8)

  private static func share(_ events: Int, of trials: Int) -> String {
    let proportion = Proportion(events: events, trials: trials)
    return proportion.text(proportion.wilson())
  }

  /// The chain of counts.
  static var chain: GuidedLesson.Step {
    GuidedLesson.Step(
      "What was counted",
      [
        .paragraph(
          "Observers from a university stood beside the police at six trials of live face recognition in London. They counted what became of each alert."
        ), .list(london.facts.map { Prose($0) }),
      ],
      .number(
        london.question.text, unit: london.question.unit, highest: 100,
        answer: london.question.answer)
    ) { _ in
      StepResult(
        "Of 42 alerts 26 passed the reviewers, 22 people were stopped, and 8 of them were the person looked for.",
        [
          .figure(
            .funnel(
              title: "From alert to person",
              description:
                "Each bar is a part of the one above it; the last two are the two parts of those stopped.",
              [
                .init("alerts", alerts, detail: "all"),
                .init("passed by reviewers", passed, detail: share(passed, of: alerts)),
                .init("stopped", stopped, detail: share(stopped, of: alerts)),
                .init("right person", correct, detail: share(correct, of: alerts), kind: .good),
                .init(
                  "wrong person stopped", stopped - correct,
                  detail: share(stopped - correct, of: stopped) + " of those stopped", kind: .bad),
              ])),
          .table(london.stepTable, caption: "What follows, step by step"),
        ])
    }
  }

  /// What the alerts never verified may have been.
  static var unverified: GuidedLesson.Step {
    let unknown = alerts - stopped
    return GuidedLesson.Step(
      "The twenty that nobody followed up",
      [
        .paragraph(
          "16 alerts were rejected at once by a reviewer, and 4 more led to no stop. Nobody looked whether those 20 were right. Whoever calls the system 19 % right, or more, has decided what they were."
        )
      ],
      .number(
        "What is the most that could have been right, of 100 alerts, had all 20 been?",
        unit: "of 100 alerts", highest: 100,
        answer: 100 * Double(correct + unknown) / Double(alerts)),
      controls: [
        .slider(
          "right", "Of the 20 that nobody followed up, right were",
          Control.Value.counts([0, 2, 5, 10, 15, 20], "alerts"), initial: 0)
      ]
    ) { settings in
      let right = correct + Int(settings.number("right"))
      let proportion = Proportion(events: right, trials: alerts)
      return StepResult(
        "If \(settings.value("right").label) of the 20 were right, \(proportion.text(proportion.wilson())) of all alerts were.",
        [
          .figure(
            .groups(
              [0, 2, 5, 10, 15, 20].map { more in
                let all = Proportion(events: correct + more, trials: alerts)
                return .init(
                  "\(more) of the 20 right", all, all.wilson())
              }, rateName: "share of alerts that were right")),
          .note(
            "The line beside each dot is chance alone, with 42 alerts. The distance between the dots is what was never checked: it is larger."
          ),
        ])
    }
  }

  /// One set of counts, three headlines.
  static var shares: GuidedLesson.Step {
    GuidedLesson.Step(
      "One set of counts, three headlines",
      [
        .paragraph(
          "Divide the 8 by all alerts, by those that reviewers passed, or by those who were stopped: each gives a true sentence and another number."
        )
      ],
      .choice(
        "Which of these says how often an alert was shown to be right?",
        ["8 of 42", "8 of 26", "8 of 22"], answer: 0)
    ) { _ in
      let rows = [
        ("alerts shown to be right", alerts),
        ("passed by a reviewer and shown to be right", passed),
        ("stopped people who were the one looked for", stopped),
      ]
      return StepResult(
        "8 of 42 is 19 %, 8 of 26 is 31 %, 8 of 22 is 36 %: the same day, three denominators.",
        [
          .figure(
            .groups(
              rows.map { name, trials in
                let share = Proportion(events: correct, trials: trials)
                return .init(name, share, share.wilson())
              }, rateName: "share right"))
        ])
    }
  }

  /// Other deployments.
  static var others: GuidedLesson.Step {
    let lessons = ["cardiff", "met"].compactMap { try? Lesson.named($0) }
    return GuidedLesson.Step(
      "Other counts, other questions",
      [.paragraph("Two other operators published counts of their own.")]
        + lessons.map { .list([Prose($0.title + ". " + $0.facts.joined(separator: " "))]) },
      .choice(
        "London 2018 has 8 of 42 alerts right, London 2025 claims 2,067 of 2,077. What would be needed to compare how often a passer-by is falsely flagged?",
        [
          "the share of alerts that were right", "the number of faces that were searched",
          "the number of people stopped",
        ], answer: 1)
    ) { _ in
      StepResult(
        "Faces were counted in one of the three: ten false alerts among 3,147,436 faces. For the others the rate for a passer-by is not measurable.",
        lessons.map { lesson in .table(lesson.stepTable, caption: lesson.title) }
          + lessons.map { lesson in
            .note(Prose("Not known: " + lesson.unknown.joined(separator: " ")))
          })
    }
  }
}
