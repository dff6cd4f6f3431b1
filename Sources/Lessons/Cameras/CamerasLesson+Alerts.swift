import Biometrics
import Essentials
import Evaluation
import Reports
import Review

extension CamerasLesson {
  static let faces = Control.slider(
    "faces", "Faces that a camera sees in a day",
    Control.Value.counts([100, 300, 1_000, 3_000, 10_000], "faces"), initial: 2)
  static let listed = Control.slider(
    "people", "People on the list", Control.Value.counts([10, 100, 1_000, 10_000], "people"),
    initial: 2)
  static let wanted = Control.slider(
    "wanted", "Share of passers-by who are on the list",
    Control.Value.chances([(1, 100_000), (1, 10_000), (1, 1_000), (1, 100)]), initial: 1)
  static let percent = PercentLesson.threshold.starting(at: 8)
  static let presets = ["mturk", "students", "prolific", "unsw-registry", "passport-officer"]
  static let reviewers = Control.choice(
    "reviewers", "Who looks at the alerts",
    presets.map { ReviewerPreset.named($0)?.summary ?? $0 }, initial: 0)

  /// A day with live alerts.
  var alerts: GuidedLesson.Step {
    let initial = day(Settings([]), reviewer: nil)
    return GuidedLesson.Step(
      "A day of alerts",
      [
        .paragraph(
          "Now the cameras don't keep pictures but raise alerts: each face that passes is compared with a list of 1,000 people, and 95 % or more raises an alert. 300 cameras each see 1,000 faces a day; of 10,000 passers-by one is on the list."
        )
      ],
      .number(
        "How many false alerts does a day bring?", unit: "false alerts a day", highest: 1e9,
        answer: initial?.falseAlerts ?? .nan),
      controls: [
        CamerasLesson.cameras, CamerasLesson.faces, CamerasLesson.listed, CamerasLesson.wanted,
        CamerasLesson.percent, CamerasLesson.quality,
      ]
    ) { settings in
      guard let day = day(settings, reviewer: nil) else { return CamerasLesson.beyond }
      let right = day.positivePredictiveValue.map { Numerals.percent($0, 2) } ?? "no alert at all"
      return StepResult(
        "A day brings \(CamerasLesson.count(day.falseAlerts)) false alerts and \(CamerasLesson.count(day.trueAlerts)) right ones: of all alerts, \(right) are right.",
        [
          .tiles([
            .init(
              value: CamerasLesson.count(day.falseAlerts), label: "false alerts a day",
              detail: "of \(CamerasLesson.count(day.faces)) faces"),
            .init(
              value: CamerasLesson.count(day.trueAlerts), label: "right alerts a day",
              detail: "\(CamerasLesson.count(day.missed)) people on the list pass unseen"),
            .init(value: right, label: "of the alerts are right", detail: "expected values"),
          ]), .figure(byCameras(settings)),
        ])
    }
  }

  /// The same with people who look at the alerts.
  var reviewed: GuidedLesson.Step {
    let preset = ReviewerPreset.named("mturk")
    let initial = day(Settings([CamerasLesson.reviewers]), reviewer: preset)
    return GuidedLesson.Step(
      "A person looks first",
      [
        .paragraph(
          "No machine decides, it is said: a person looks at every alert. Take crowd workers as they were measured on a test of ordinary pairs: they tell one person from two with 74 of 100 right."
        )
      ],
      .number(
        "Of the same day's false alerts, how many does one such look pass on?",
        unit: "people wrongly passed on", highest: 1e9, answer: initial?.wronglyPassedOn ?? .nan),
      controls: [
        CamerasLesson.reviewers, CamerasLesson.cameras, CamerasLesson.wanted, CamerasLesson.percent,
      ]
    ) { settings in
      let name = CamerasLesson.presets[settings.place("reviewers")]
      guard let preset = ReviewerPreset.named(name), let day = day(settings, reviewer: preset)
      else { return CamerasLesson.beyond }
      let observer = preset.model.observer
      let after =
        day.positivePredictiveValueAfterReview.map { Numerals.percent($0, 2) } ?? "none passed on"
      return StepResult(
        "\(CamerasLesson.count(day.wronglyPassedOn)) false alerts a day are passed on, \(CamerasLesson.count(day.wronglyRejected)) right ones are thrown away, and it takes \(Numerals.significant(day.reviewHours, 2)) hours of looking.",
        [
          .tiles([
            .init(
              value: CamerasLesson.count(day.wronglyPassedOn), label: "wrongly passed on a day",
              detail:
                "\(Numerals.percent(observer.falsePassRate, 2)) of \(CamerasLesson.count(day.falseAlerts))"
            ),
            .init(
              value: CamerasLesson.count(day.wronglyRejected), label: "right alerts thrown away",
              detail:
                "\(Numerals.percent(1 - observer.hitRate, 2)) of \(CamerasLesson.count(day.trueAlerts))"
            ),
            .init(
              value: after, label: "of what is passed on is right",
              detail: "before: "
                + (day.positivePredictiveValue.map { Numerals.percent($0, 2) } ?? "none")),
          ]),
          .note(
            "These reviewers were measured on ordinary pairs. Alerts are strangers whom a machine picked because they are alike: people do worse on them. Ten seconds a look are assumed. \(preset.figures.map { "\($0.source) (\($0.mark.meaning))" }.first ?? "")."
          ),
        ])
    }
  }

  static let beyond = StepResult(
    "Not measurable: so large a list is beyond what the calibration knows.",
    [.note("Set fewer people on the list.")])

  static func count(_ value: Double) -> String {
    value >= 1_000 ? Numerals.grouped(Int(value.rounded())) : Numerals.significant(value, 2)
  }

  /// A day's expectation at `settings`; what is not a control there stands as at first.
  func day(
    _ settings: Settings, reviewer: ReviewerPreset?, cameras: Int? = nil
  ) -> Deployment.Day? {
    func number(_ control: Control) -> Double {
      let known = settings.controls.contains { $0.name == control.name }
      return known ? settings.number(control.name) : control.values[control.initial].number
    }
    let quality =
      settings.controls.contains { $0.name == "pictures" }
      ? settings.place("pictures") : CamerasLesson.quality.initial
    let setting = ScoreSetting(
      library[quality], mapping: 0, percent: number(CamerasLesson.percent))
    guard let best = setting.bestStranger(Int(number(CamerasLesson.listed))) else { return nil }
    let observer = reviewer?.model.observer
    let deployment = try? Deployment(
      cameras: cameras ?? Int(number(CamerasLesson.cameras)),
      facesPerCameraDay: number(CamerasLesson.faces), prevalence: number(CamerasLesson.wanted),
      falsePositiveIdentificationRate: best.share,
      truePositiveIdentificationRate: setting.trueMatch.value,
      reviewer: observer.map {
        Deployment.Reviewer(
          hitRate: $0.hitRate, falsePassRate: $0.falsePassRate, secondsPerAlert: 10)
      })
    return deployment?.day
  }

  private func byCameras(_ settings: Settings) -> Figure {
    let days = CamerasLesson.counts.compactMap { cameras in
      day(settings, reviewer: nil, cameras: cameras).map { (cameras, $0) }
    }
    return .curves(
      title: "Alerts a day, by cameras",
      description:
        "False and right alerts grow alike with the cameras, so that their proportion stays: more cameras make no alert more trustworthy.",
      [
        .init("false alerts", days.map { .init(x: Double($0.0), y: $0.1.falseAlerts) }),
        .init("right alerts", days.map { .init(x: Double($0.0), y: $0.1.trueAlerts) }),
      ], x: "cameras connected", y: "alerts a day", xIsCount: true)
  }
}
