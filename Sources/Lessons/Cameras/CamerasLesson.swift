import Biometrics
import Statistics
import Essentials
import Evaluation
import Reports

extension GuidedLesson {
  /// The lesson "More cameras".
  static func cameras() throws -> GuidedLesson {
    let lesson = CamerasLesson(library: try ScoreSetting.library())
    let moscow = try Lesson.named("moscow")
    return GuidedLesson(
      name: "cameras", title: "More cameras",
      summary:
        "A search finds the wrong people. Too few cameras, says the seller. What more cameras really do.",
      limits: scoreLimits + [
        "How many new people a camera adds, and how many cameras a person passes, are not published for any city: they are yours to set, and everything depends on them."
      ],
      steps: [
        lesson.stranger, lesson.person, lesson.alerts, lesson.reviewed,
        CamerasLesson.moscow(moscow),
      ],
      unknown: moscow.unknown.map { Prose($0) },
      sources: [Prose(moscow.source)]
        + lesson.library.map { "\(code: $0.name): \($0.source)" },
      conclusion:
        "More cameras film more people. Each of them is one more stranger to be mistaken for the one looked for, every day, before anybody is found."
    )
  }
}

/// The steps of "More cameras".
struct CamerasLesson {
  let library: [Calibration]

  static let counts = [10, 30, 100, 300, 1_000, 3_000, 10_000]
  static let cameras = Control.slider(
    "cameras", "Cameras connected", Control.Value.counts(counts, "cameras"), initial: 3)
  static let each = Control.slider(
    "each", "New people that each camera films",
    Control.Value.counts([1, 3, 10, 30, 100], "people"), initial: 2)
  static let passes = Control.slider(
    "passes", "Cameras of the city that the person passes",
    Control.Value.counts([10, 30, 100, 300, 1_000], "cameras"), initial: 2)
  static let quality = PercentLesson.quality.starting(at: 1)
  /// The cameras of the city in the news report.
  static let city = 175_000

  /// The best hit for somebody who was never filmed.
  var stranger: GuidedLesson.Step {
    GuidedLesson.Step(
      "Somebody who was never filmed",
      [
        .paragraph(
          "A person whom no camera ever filmed is searched for. Every hit is a stranger. Now the city connects more cameras, and still none of them films the person."
        )
      ],
      .choice(
        "What happens to the percentage of the best hit?",
        ["it falls", "it stays the same", "it rises"], answer: 2),
      controls: [CamerasLesson.cameras, CamerasLesson.each, CamerasLesson.quality]
    ) { settings in
      let calibration = library[settings.place("pictures")]
      let each = Int(settings.number("each"))
      func shown(_ cameras: Int) -> Double? {
        calibration.medianBestStranger(people: cameras * each).map(calibration.mapping.percent)
      }
      let cameras = Int(settings.number("cameras"))
      let now = shown(cameras).map { "\(Numerals.fixed($0, 0)) %" } ?? "not measurable"
      let people = Numerals.grouped(cameras * each)
      return StepResult(
        "With \(settings.value("cameras").label) and \(people) people filmed, the best hit for somebody never filmed shows \(now) in the middle of all searches.",
        [
          .tiles([
            .init(
              value: now, label: "shown for the best stranger, in the middle",
              detail: "of \(people) people filmed")
          ]),
          .figure(
            .curves(
              title: "The best stranger's percentage, by cameras",
              description:
                "Somebody who was never filmed is searched for. Half of such searches show more than the line, half less. It ends where the calibration does, at \(Numerals.grouped(calibration.largestGallery)) people.",
              [
                .init(
                  "median best stranger",
                  CamerasLesson.counts.compactMap { count in
                    shown(count).map { .init(x: Double(count), y: $0) }
                  })
              ], x: "cameras connected", y: "percentage shown", xIsCount: true)),
        ])
    }
  }

  /// Both chances together.
  var person: GuidedLesson.Step {
    GuidedLesson.Step(
      "And somebody who was filmed?",
      [
        .paragraph(
          "Say that the person goes through the city and passes some of its \(CamerasLesson.city) cameras. With more cameras connected the chance grows that one of them filmed the person. At the same time strangers grow more similar."
        )
      ],
      .choice(
        "With 300 of the 175,000 cameras connected and 100 passed, how likely is it that the best hit is the person?",
        ["about 1 in 100", "about 1 in 10", "about 1 in 2", "almost sure"],
        answer: CamerasLesson.bracket(chance(library[1], cameras: 300, each: 10, passes: 100) ?? 0)),
      controls: [
        CamerasLesson.cameras, CamerasLesson.each, CamerasLesson.passes, CamerasLesson.quality,
      ]
    ) { settings in
      let calibration = library[settings.place("pictures")]
      let (each, passes) = (Int(settings.number("each")), Int(settings.number("passes")))
      let rows = CamerasLesson.counts.compactMap { cameras -> (Int, Double, Double)? in
        let network = network(cameras, each, passes)
        return calibration.firstRank(people: network.people).map { (cameras, network.filmed, $0) }
      }
      let cameras = Int(settings.number("cameras"))
      let here = rows.first { $0.0 == cameras }
      let sentence =
        here.map {
          "With \(settings.value("cameras").label) the best hit is the person in \(Numerals.percent($0.1 * $0.2, 2)) of the searches, and a stranger in the rest."
        } ?? "So many people are beyond what the calibration knows: not measurable."
      func curve(_ name: String, _ value: @escaping ((Int, Double, Double)) -> Double)
        -> Figure.Curve
      {
        .init(name, rows.map { .init(x: Double($0.0), y: value($0)) })
      }
      return StepResult(
        sentence,
        [
          .figure(
            .curves(
              title: "What more cameras do to a search for one person",
              description:
                "One curve rises, one falls; the best hit is the person only if both come true. A mate's score is taken for independent of the strangers'.",
              [
                curve("a camera filmed the person") { $0.1 },
                curve("no stranger scores higher") { $0.2 },
                curve("the best hit is the person") { $0.1 * $0.2 },
              ], x: "cameras connected", y: "chance", xIsCount: true, yIsShare: true)),
          .note(
            "One usable picture of the person is assumed. A service that shows its ten best hits shows nine strangers even when it is right."
          ),
        ])
    }
  }

  func network(_ cameras: Int, _ each: Int, _ passes: Int) -> CameraNetwork {
    CameraNetwork(
      cityCameras: CamerasLesson.city, connected: cameras, peopleEach: each, passes: passes)
  }

  private func chance(
    _ calibration: Calibration, cameras: Int, each: Int, passes: Int
  ) -> Double? {
    let network = network(cameras, each, passes)
    return calibration.firstRank(people: network.people).map { $0 * network.filmed }
  }

  /// The nearest of 1 in 100, 1 in 10, 1 in 2 and 1, by factors.
  static func bracket(_ chance: Double) -> Int {
    let limits = [0.0316, 0.2236, 0.7071]
    return limits.firstIndex { chance < $0 } ?? limits.count
  }

  /// The published figures.
  static func moscow(_ lesson: Lesson) -> GuidedLesson.Step {
    GuidedLesson.Step(
      "A look-up for sale",
      [.paragraph(Prose(lesson.source + ".")), .list(lesson.facts.map { Prose($0) })],
      .number(
        lesson.question.text, unit: lesson.question.unit, highest: 1e9,
        answer: lesson.question.answer)
    ) { _ in
      StepResult(
        lesson.conclusion, [.table(lesson.stepTable, caption: "What follows, step by step")])
    }
  }
}

extension Lesson {
  /// The derivation as a table.
  var stepTable: TextTable {
    var table = TextTable([
      .text("figure"), .number("value"), .text("derivation"), .text("95 % interval"),
    ])
    for step in steps {
      let value =
        step.proportion.map {
          "\(Numerals.percent(step.value)) (\(Numerals.grouped($0.events)) of \(Numerals.grouped($0.trials)))"
        } ?? Numerals.significant(step.value)
      table.append([
        step.text, value, step.derivation,
        step.interval.map { "\($0.rangeText), \($0.method.rawValue)" } ?? "",
      ])
    }
    return table
  }
}
