import Biometrics
import Essentials
import Evaluation
import Review
import Statistics

extension DemoResult {
  /// The story as lines for a terminal, under forty of them unless frames could not be read.
  public func lines() -> [String] {
    heading + enrolment + searchLines + rateLines + reviewLines
  }

  private var heading: [String] {
    let people = origin == .rendered ? "Rendered people, simulated reviewers: " : ""
    var lines = [people + "what a face search finds, and what reviewers make of it.", ""]
    lines += limits.map { "! " + $0 }
    if let purpose { lines.append("Purpose: \(purpose.oneLine)") }
    return lines + [""]
  }

  private var enrolment: [String] {
    var lines = [
      "FACES    \(Text.count(frames.enrolled, "face")) found and encoded in "
        + "\(Text.count(frames.listed, "frame")) of \(Text.count(frames.cameras, "camera"))."
    ]
    for problem in frames.unreadable {
      lines.append("         not readable: \(problem.frame.oneLine): \(problem.reason.oneLine).")
    }
    for problem in frames.failuresToEnrol {
      lines.append("         not encoded: \(problem.frame.oneLine): \(problem.reason.oneLine).")
    }
    if let detection {
      for group in detection.found {
        lines.append("         \(group.name): \(group.proportion.text(group.interval)).")
      }
      let wrong = detection.falseDetections
      lines.append(
        "         boxes that are no face: \(wrong.events) of \(Numerals.grouped(wrong.trials)).")
    }
    return lines
  }

  private var searchLines: [String] {
    var lines = [
      "",
      "SEARCH   \(Text.count(searches.count, "portrait")); the best hit, as the system shows it "
        + "(\(rule.mapping), calibration \(rule.calibration)):",
    ]
    for search in searches {
      guard let best = search.candidates.first else { continue }
      var line = "  \(search.name.oneLine.padded(to: 10)) "
      line += "\(Numerals.fixed(best.percent, 1).padded(to: 5, leading: true)) %  "
      line += best.camera.oneLine.padded(to: 11)
      switch best.isMate {
      case nil: break
      case true?: line += "the person"
      case false?:
        line += search.truth == .absent ? "a stranger: this person was nowhere" : "a stranger"
        if let rank = search.mateRank { line += "; the person is at rank \(rank)" }
      }
      lines.append(line)
    }
    if let worst = searches.filter({ $0.truth == .absent }).compactMap(\.meaning).max(by: {
      $0.percent < $1.percent
    }) {
      lines.append("  The highest of a stranger in place of someone absent. " + worst.sentence)
    }
    return lines
  }

  private var rateLines: [String] {
    if rates.isEmpty { return [] }
    return [
      "", "AUDIT    a match is what is shown as \(Numerals.fixed(rule.percent, 0)) % or more:",
    ] + rates.map { "  \($0.abbreviation.padded(to: 5))\($0.proportion.text($0.interval))" }
  }

  private var reviewLines: [String] {
    guard let first = reviews.first else { return [] }
    let before = first.funnel.falseMatchesBeforeReview
    var lines = [
      "",
      "REVIEW   three reviewers each, by majority, on \(Text.count(first.funnel.candidates, "candidate")); "
        + "the algorithm's \(Text.plural(before, "false match", "false matches")):",
    ]
    for review in reviews {
      let funnel = review.funnel
      lines.append(
        "  \(review.preset.padded(to: 17))corrected \(funnel.falseMatchesCorrected.count), "
          + "kept \(funnel.falseMatchesKept.count), "
          + "newly created \(funnel.falseMatchesCreated.proportion.events) of "
          + "\(funnel.falseMatchesCreated.proportion.trials); true matches lost "
          + "\(funnel.trueMatchesLost.count) of \(funnel.trueMatchesBeforeReview)")
    }
    return lines
  }
}

extension String {
  /// This text with blanks up to `width` characters, before or after it.
  fileprivate func padded(to width: Int, leading: Bool = false) -> String {
    let blanks = String(repeating: " ", count: max(0, width - count))
    return leading ? blanks + self : self + blanks
  }
}
