import Essentials

extension ReviewerPreset {
  /// A preset with what its model gives for each published figure.
  public struct Report: Sendable, Equatable, Codable {
    /// One published figure.
    public struct Row: Sendable, Equatable, Codable {
      /// What was published.
      public let published: SourcedValue
      /// What the model gives.
      public let regenerated: Double?
    }

    /// The preset.
    public let preset: ReviewerPreset
    /// Its figures.
    public let rows: [Row]
    /// Φ(d′/√2).
    public let areaUnderCurve: Double
    /// The share of mated pairs called "same".
    public let hitRate: Double
    /// The share of non-mated pairs called "same".
    public let falsePassRate: Double
  }

  /// All presets, regenerated.
  public static var report: [Report] {
    all.map { preset in
      Report(
        preset: preset,
        rows: preset.figures.map {
          Report.Row(published: $0, regenerated: preset.regenerated($0.quantity))
        }, areaUnderCurve: preset.model.observer.areaUnderCurve,
        hitRate: preset.model.observer.hitRate,
        falsePassRate: preset.model.observer.falsePassRate)
    }
  }

  /// All presets and switches as tables for people.
  public static var summary: String {
    var models = TextTable([
      .text("preset"), .number("d'"), .number("c"), .number("AUC"), .number("hit rate"),
      .number("false pass rate"), .text("who"),
    ])
    var figures = TextTable([
      .text("preset"), .text("figure"), .number("published"), .number("regenerated"),
      .text("mark"), .text("source"),
    ])
    for entry in report {
      let observer = entry.preset.model.observer
      models.append([
        entry.preset.name, Numerals.fixed(observer.sensitivity, 2),
        Numerals.fixed(observer.criterion, 2), Numerals.fixed(entry.areaUnderCurve, 3),
        Numerals.fixed(entry.hitRate, 3), Numerals.fixed(entry.falsePassRate, 3),
        entry.preset.summary,
      ])
      for row in entry.rows {
        figures.append([
          entry.preset.name, row.published.quantity, Numerals.significant(row.published.value),
          row.regenerated.map { Numerals.fixed($0, 3) } ?? "–", row.published.mark.rawValue,
          row.published.source,
        ])
      }
    }
    var switches = TextTable([
      .text("switch (default off)"), .number("value"), .text("mark"), .text("source"),
    ])
    for value in ReviewerSwitches.published {
      switches.append([
        value.quantity, Numerals.significant(value.value), value.mark.rawValue, value.source,
      ])
    }
    let marks = SourceMark.allCases.map { "\($0.rawValue) \($0.meaning)" }
    return
      (["Marks: " + marks.joined(separator: "; ") + ".", ""] + models.lines() + [""]
      + figures.lines() + [""] + switches.lines()).joined(separator: "\n")
  }
}

/// Published findings behind the switches of a ``ReviewerModel``.
public enum ReviewerSwitches {
  /// Each with its source and mark; chosen values say so.
  public static let published: [SourcedValue] = [
    SourcedValue(
      "score shown: criterion moves, in rating steps; d' unchanged (n = 376)", 1,
      source: "Howard et al. 2020", mark: .verified),
    SourcedValue(
      "score shown: aided people below an aid that is right with this share", 0.95,
      source: "Carragher 2024", mark: .verified),
    SourcedValue(
      "prevalence: kappa in counterfactuals (the effect was found by Papesh & Goldinger 2014 and "
        + "not found by Bindemann et al. 2010)", 0.6, source: "chosen, no figure known",
      mark: .recalled),
    SourcedValue(
      "operators of candidate lists: errors above this share", 0.5, source: "White et al. 2015",
      mark: .verified),
    SourcedValue(
      "time: loss of sensitivity begins near this many seconds", 4,
      source: "chosen: 5 % loss there", mark: .recalled),
    SourcedValue(
      "correlation of evidence and score in scenarios", 0.3, source: "chosen, no figure known",
      mark: .recalled),
    SourcedValue(
      "fatigue: drift of the criterion towards \"same\" an hour, in standard deviations", 0.05,
      source: "chosen, no figure known", mark: .recalled),
    SourcedValue(
      "fatigue: hours in which sensitivity falls to 1/e", 30, source: "chosen, no figure known",
      mark: .recalled),
    SourcedValue(
      "second look, not blind: share of answers that repeat the first one", 0.3,
      source: "chosen, no figure known", mark: .recalled),
    SourcedValue(
      "distance of rating criteria in standard deviations", 0.5,
      source: "chosen, no figure known", mark: .recalled),
  ]
}
