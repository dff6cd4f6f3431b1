/// A reviewer model from the literature, each figure with its source and mark.
public struct ReviewerPreset: Sendable, Equatable, Codable {
  /// The name the command line knows it by.
  public let name: String
  /// Who this is, in words.
  public let summary: String
  /// The published figures the model comes from.
  public let figures: [SourcedValue]
  /// The model; all switches are off.
  public let model: ReviewerModel

  init(_ name: String, _ summary: String, _ observer: SignalDetection, _ figures: [SourcedValue]) {
    self.name = name
    self.summary = summary
    self.figures = figures
    model = ReviewerModel(observer: observer)
  }

  /// The preset of this name, or nil.
  public static func named(_ name: String) -> ReviewerPreset? {
    all.first { $0.name == name }
  }

  /// All presets, in a fixed order.
  public static let all: [ReviewerPreset] = accuracyPresets + areaPresets + [passportOfficers]

  /// Reviewers of whom an accuracy on half mated, half non-mated pairs is published.
  private static let accuracyPresets: [ReviewerPreset] = {
    let short = "Glasgow Face Matching Test, short version; Burton, White & McNeill 2010"
    let full = "Glasgow Face Matching Test, full version; Burton, White & McNeill 2010"
    let second = "GFMT2-S samples, Scientific Reports 2025, table 1"
    let rows: [(String, String, Double, Double, String, SourceMark)] = [
      (
        "gfmt-short", "general public, hard pairs chosen from the full test", 0.81, 1.78, short,
        .secondary
      ),
      (
        "gfmt-full", "general public, photographs taken minutes apart", 0.90, 2.55, full,
        .secondary
      ),
      ("mturk", "Mechanical Turk workers on GFMT2-S", 0.741, 1.29, second, .verified),
      ("prolific", "Prolific participants on GFMT2-S", 0.829, 1.90, second, .verified),
      (
        "unsw-registry", "volunteers of the UNSW registry on GFMT2-S", 0.885, 2.40, second,
        .verified
      ),
      ("students", "students on GFMT2-S", 0.849, 2.06, second, .verified),
    ]
    return rows.map { name, summary, accuracy, sensitivity, source, mark in
      ReviewerPreset(
        name, summary, SignalDetection(sensitivity: sensitivity),
        [
          SourcedValue("accuracy", accuracy, source: source, mark: mark),
          SourcedValue("d'", sensitivity, source: source, mark: mark),
        ])
    }
  }()

  /// Reviewers of whom an area under the ROC curve is published.
  private static let areaPresets: [ReviewerPreset] = {
    let source = "Phillips et al. 2018, PNAS 115 (the order was read, the values are recalled)"
    let rows: [(String, String, Double)] = [
      ("forensic-examiner", "trained forensic facial examiners, with months and tools", 0.93),
      ("forensic-reviewer", "trained forensic facial reviewers", 0.87),
      ("super-recogniser", "people of unusual natural ability, untrained", 0.83),
      ("fingerprint-examiner", "examiners of fingerprints, new to faces", 0.76),
      ("students-phillips", "students, on the examiners' hard pairs", 0.68),
    ]
    return rows.map { name, summary, area in
      ReviewerPreset(
        name, summary, SignalDetection(areaUnderCurve: area),
        [SourcedValue("AUC", area, source: source, mark: .recalled)])
    }
  }()

  private static let passportOfficers = ReviewerPreset(
    "passport-officer", "passport officers, a photograph against the person at the desk",
    SignalDetection(hitRate: 0.94, falsePassRate: 0.14),
    [
      SourcedValue(
        "false pass rate", 0.14, source: "White et al. 2014, PLoS ONE 9", mark: .verified),
      SourcedValue(
        "false refusal rate", 0.06, source: "White et al. 2014, PLoS ONE 9", mark: .secondary),
      SourcedValue("d'", 2.64, source: "from the two rates", mark: .secondary),
      SourcedValue("c", -0.24, source: "from the two rates", mark: .secondary),
    ])
}

extension ReviewerPreset {
  /// What the model gives for a published quantity, or nil where it says nothing of it.
  public func regenerated(_ quantity: String) -> Double? {
    switch quantity {
    case "accuracy": model.observer.accuracy
    case "d'": model.observer.sensitivity
    case "c": model.observer.criterion
    case "AUC": model.observer.areaUnderCurve
    case "hit rate": model.observer.hitRate
    case "false pass rate": model.observer.falsePassRate
    case "false refusal rate": 1 - model.observer.hitRate
    default: nil
    }
  }
}
