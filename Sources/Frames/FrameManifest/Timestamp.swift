/// Dates and times of ISO 8601 as manifests write them, checked against the calendar.
public enum Timestamp {
  /// Whether `text` is a date, or a date and time: `2026-05-04`, `2026-05-04T17:30`,
  /// `2026-05-04 17:30:05.25`, with `Z`, `+02:00`, `+0200` or no zone; years 1900 to 2999.
  public static func isValid(_ text: String) -> Bool {
    let pattern =
      #/(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?(?:Z|[+\-](\d\d):?(\d\d))?)?/#
    guard let match = text.wholeMatch(of: pattern), isValidDate(String(match.1)) else {
      return false
    }
    func part(_ value: Substring?, below limit: Int) -> Bool {
      value.flatMap { Int($0) }.map { $0 < limit } ?? true
    }
    return part(match.2, below: 24) && part(match.3, below: 60) && part(match.4, below: 61)
      && part(match.5, below: 15) && part(match.6, below: 60)
  }

  /// Whether `text` is a day that exists, `YYYY-MM-DD`, in the years 1900 to 2999.
  public static func isValidDate(_ text: String) -> Bool {
    guard let match = text.wholeMatch(of: #/(\d{4})-(\d\d)-(\d\d)/#),
      let year = Int(match.1), let month = Int(match.2), let day = Int(match.3),
      (1900...2999).contains(year), (1...12).contains(month)
    else { return false }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...days[month - 1]).contains(day)
  }
}
