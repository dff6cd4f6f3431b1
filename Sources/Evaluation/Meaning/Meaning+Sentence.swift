import Foundation

extension Meaning {
  static func sentence(
    _ percent: Double, _ people: Int, _ best: BestStranger?, _ expected: Double,
    _ posteriors: [Posterior]
  ) -> String {
    let shown = "A hit shown as \(plain(percent)) %"
    let size = "\(people) \(people == 1 ? "person" : "people")"
    let chance = posteriors.first { $0.priorEnrolled == 0.1 }.map {
      "; if one in ten of those looked for is enrolled at all, this is the person with a chance of \(plain(100 * $0.candidate)) %"
    }
    let often: String
    if let best {
      let share = plain(100 * best.share)
      let qualifier = best.isBound ? (best.share < 0.5 ? "at most " : "at least ") : "about "
      often =
        "\(qualifier)\(share) of 100 searches for someone who is not enrolled find a stranger at least this similar among \(size)"
        + (best.basis == .extrapolated ? " (extrapolated beyond what was measured)" : "")
    } else {
      often =
        "about \(plain(expected)) strangers among \(size) are expected to be at least this similar"
    }
    return "\(shown): \(often)\(chance ?? "")."
  }

  /// Two significant digits below ten, whole numbers from there on.
  static func plain(_ value: Double) -> String {
    if value == 0 { return "0" }
    if value >= 9.95 && value <= 99 { return String(format: "%.0f", value) }
    if value > 99 && value < 100 { return String(format: "%.2f", value) }
    if value >= 100 { return String(format: "%.0f", value) }
    if value >= 0.01 { return String(format: "%.2g", value) }
    return String(format: "%.0e", value)
  }
}
