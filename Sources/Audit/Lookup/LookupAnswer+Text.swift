import Biometrics
import Essentials

extension LookupAnswer {
  /// The answer as lines for a terminal: what was looked for, and the candidates.
  public func lines() -> [String] {
    introduction + [""] + (candidates.isEmpty ? [] : table.lines() + [""]) + remarks
  }

  private var introduction: [String] {
    var line = "Probe \(probe.file.oneLine)"
    if let found = probe.facesFound, let box = probe.box {
      line += found == 1 ? ": one face" : ": the largest of \(found) faces"
      line += ", \(box.width) pixels wide"
    }
    var lines = [
      line + ".",
      "Searched: \(Text.count(gallery.templates, "template")), origin \(gallery.origin.rawValue).",
    ]
    if let purpose = gallery.purpose { lines.append("Purpose: \(purpose.oneLine)") }
    return lines
  }

  private var table: TextTable {
    let score = candidates.contains { $0.similarity != nil } ? "similarity" : "distance"
    var table = TextTable([
      .number("rank"), .number("percent"), .number(score), .text("camera"), .text("address"),
      .text("time"), .text("frame"),
    ])
    for candidate in candidates {
      table.append([
        "\(candidate.rank)", candidate.percent.map { Numerals.fixed($0, 1) } ?? "-",
        Numerals.fixed(candidate.score, 3), candidate.camera ?? "-", candidate.address ?? "-",
        candidate.time ?? "-", candidate.frame ?? "row \(candidate.row)",
      ])
    }
    return table
  }

  private var remarks: [String] {
    if candidates.isEmpty { return ["No candidate: nobody is as similar as asked for."] }
    if meaning == nil {
      return [
        "What these scores mean can't be said: no calibration for origin \(gallery.origin.rawValue)."
          + " Name one with --calibration."
      ]
    }
    let people =
      gallery.isLabelled
      ? "" : " Each template counts as a person there: the gallery does not say who is who."
    return ["What the first line means:" + people]
  }
}
