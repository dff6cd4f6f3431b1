import Essentials

extension Meaning {
  static func sentence(
    _ percent: Double, _ people: Int, _ best: BestStranger?, _ expected: Double,
    _ posteriors: [Posterior]
  ) -> String {
    let shown = "A hit shown as \(plain(percent)) %"
    let size = "\(Numerals.grouped(people)) \(people == 1 ? "person" : "people")"
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

  /// Two significant digits, and more close to 100, which is not to be rounded to.
  private static func plain(_ value: Double) -> String {
    value > 99.99 && value < 100
      ? "over 99.99" : Numerals.significant(value, value > 99 && value < 100 ? 4 : 2)
  }
}
