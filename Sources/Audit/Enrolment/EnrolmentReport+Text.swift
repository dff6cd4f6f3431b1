import Biometrics
import Essentials
import Statistics

extension EnrolmentReport {
  /// The report as lines for a terminal; `gallery` is where it was put.
  public func lines(gallery: String) -> [String] {
    var lines = [
      "\(gallery): \(Text.count(templates, "face")) of \(Text.count(framesListed, "frame")) and "
        + "\(Text.count(cameras, "camera")) enrolled, origin \(origin.rawValue)."
    ]
    if let purpose { lines.append("Purpose: \(purpose.oneLine)") }
    if let retainUntil { lines.append("To be deleted after \(retainUntil).") }
    if let labelled {
      lines.append("Labelled by the truth: \(labelled) of \(templates).")
    }
    if let leftOut {
      lines.append("Left out, no face of the truth: \(Text.plural(leftOut, "box", "boxes")).")
    }
    lines.append(
      "Without a face: \(Text.count(framesWithoutFaces, "frame")). Failures to enrol: "
        + failuresToEnrol.text(failuresToEnrol.clopperPearson()) + ".")
    for failure in failures {
      let place = failure.box.map { " at \($0.x), \($0.y)" } ?? ""
      lines.append("  \(failure.frame.oneLine)\(place): \(failure.reason.oneLine).")
    }
    if framesUpsampledLess > 0 {
      lines.append(
        "Too large for all upsamplings, searched for larger faces only: "
          + Text.count(framesUpsampledLess, "frame") + ".")
    }
    if !unreadable.isEmpty {
      lines.append("Not readable, left out: \(Text.count(unreadable.count, "frame")).")
      for problem in unreadable {
        lines.append("  \(problem.frame.oneLine): \(problem.reason.oneLine).")
      }
    }
    return lines
  }
}

/// Small words for reports.
enum Text {
  /// "1 frame", "1,200 frames".
  static func count(_ number: Int, _ noun: String) -> String {
    plural(number, noun, noun + "s")
  }

  /// "1 false match", "2 false matches".
  static func plural(_ number: Int, _ one: String, _ many: String) -> String {
    "\(Numerals.grouped(number)) \(number == 1 ? one : many)"
  }
}
