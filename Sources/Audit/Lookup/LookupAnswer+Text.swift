import Biometrics
import Essentials
import Evaluation
import Statistics

extension LookupAnswer {
  /// The answer as lines for a terminal: what was looked for, the table, the meaning.
  public func lines() -> [String] {
    introduction + [""] + table.lines() + [""] + explanation
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

  private var explanation: [String] {
    if candidates.isEmpty { return ["No candidate: nobody is as similar as asked for."] }
    guard let meaning else {
      return [
        "What these scores mean can't be said: no calibration for origin \(gallery.origin.rawValue)."
          + " Name one with --calibration."
      ]
    }
    var lines = ["What the first line means (calibration \(meaning.calibration)):"]
    lines += meaning.lines(isLabelled: gallery.isLabelled).map { "  " + $0 }
    return lines
  }
}

extension Meaning {
  /// The meaning as lines for a terminal, the plain sentence last.
  ///
  /// - Parameter isLabelled: whether the gallery says who is who, so that its people are counted.
  /// - Returns: one line a finding.
  func lines(isLabelled: Bool) -> [String] {
    let strangers = expectedStrangersInterval
    var lines = [
      "Strangers at least this similar, expected among \(galleryPeople): "
        + "\(Numerals.significant(expectedStrangers)) "
        + "(\(Numerals.percent(strangers.level, 2)) interval "
        + "\(Numerals.significant(strangers.lower)) to \(Numerals.significant(strangers.upper)))."
    ]
    if let best = bestStranger {
      lines.append(
        "Among best strangers of such a gallery: percentile \(Numerals.fixed(best.percentile, 1)), "
          + "so \(best.isBound ? "at most " : "")\(Numerals.percent(best.share)) of searches for"
          + " someone who is not there do as well (\(best.interval.text); \(best.basis.rawValue)).")
    } else {
      lines.append("Among best strangers: the calibration does not reach a gallery of this size.")
    }
    for posterior in posteriors {
      lines.append(
        "If \(Numerals.percent(posterior.priorEnrolled)) of those looked for are enrolled: the "
          + "person with probability \(Numerals.percent(posterior.candidate)), nobody enrolled "
          + "with \(Numerals.percent(posterior.absent)).")
    }
    if let margin {
      lines.append("Margin to the next candidate: \(Numerals.fixed(margin, 3)).")
    }
    if !isLabelled {
      lines.append("Each template counts as a person: the gallery does not say who is who.")
    }
    return lines + [sentence]
  }
}
