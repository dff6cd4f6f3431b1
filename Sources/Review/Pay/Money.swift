import Essentials

/// An exact amount of money: whole millionths of a unit, never a binary fraction.
///
/// A currency is part of the amount; amounts of two currencies don't mix. Sums and products with
/// whole numbers are exact; products with a share are rounded half away from zero to a millionth, and
/// to cents only where a rule says so.
public struct Money: Sendable, Hashable, Codable {
  /// A currency.
  public enum Currency: String, Sendable, Codable, CaseIterable {
    /// United States dollars.
    case usd = "USD"
    /// Euros.
    case eur = "EUR"
  }

  /// Millionths of the unit.
  public let micros: Int64
  /// The currency.
  public let currency: Currency

  /// `micros` millionths.
  public init(micros: Int64, _ currency: Currency) {
    self.micros = micros
    self.currency = currency
  }

  /// `cents` hundredths.
  public init(cents: Int64, _ currency: Currency) {
    self.init(micros: cents * 10_000, currency)
  }

  /// `units` whole units.
  public init(units: Int64, _ currency: Currency) {
    self.init(micros: units * 1_000_000, currency)
  }

  /// The amount written as "0.04" or "10379": digits, at most one point, at most six places.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) for anything else or more than 9 × 10¹² units.
  public init(_ text: String, _ currency: Currency) throws {
    func refuse() -> Failure {
      Failure(
        .malformedInput, "\"\(text)\" is no amount of money",
        remedy: "Write digits with a point and at most six places, such as 0.04")
    }
    let negative = text.hasPrefix("-")
    let parts = (negative ? text.dropFirst() : text[...]).split(
      separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 1 || parts.count == 2, let whole = parts.first else { throw refuse() }
    let fraction = parts.count == 2 ? parts[1] : ""
    let digits = whole.utf8.count + fraction.utf8.count
    guard whole.utf8.count <= 12, fraction.utf8.count <= 6, digits > 0,
      parts.count == 1 || !fraction.isEmpty,
      (whole + fraction).utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { throw refuse() }
    let padded = fraction + String(repeating: "0", count: 6 - fraction.utf8.count)
    guard let units = whole.isEmpty ? 0 : Int64(whole), let rest = Int64(padded) else {
      throw refuse()
    }
    let magnitude = units * 1_000_000 + rest
    self.init(micros: negative ? -magnitude : magnitude, currency)
  }

  /// Nothing.
  public static func zero(_ currency: Currency) -> Money { Money(micros: 0, currency) }

  /// The sum; both in one currency.
  public static func + (left: Money, right: Money) -> Money {
    precondition(left.currency == right.currency, "amounts of one currency")
    return Money(micros: left.micros + right.micros, left.currency)
  }

  /// The difference; both in one currency.
  public static func - (left: Money, right: Money) -> Money {
    precondition(left.currency == right.currency, "amounts of one currency")
    return Money(micros: left.micros - right.micros, left.currency)
  }

  /// `count` times the amount.
  public static func * (amount: Money, count: Int) -> Money {
    Money(micros: amount.micros * Int64(count), amount.currency)
  }

  /// `numerator`/`denominator` of the amount, to a millionth, half away from zero.
  public func share(_ numerator: Int64, of denominator: Int64) -> Money {
    precondition(denominator > 0)
    let wide = micros.magnitude.multipliedFullWidth(by: numerator.magnitude)
    let divisor = denominator.magnitude
    precondition(wide.high < divisor, "an amount beyond 9 × 10¹² units")
    let (quotient, rest) = divisor.dividingFullWidth(wide)
    let magnitude = Int64(quotient + (rest >= divisor - rest ? 1 : 0))
    return Money(
      micros: (micros < 0) != (numerator < 0) ? -magnitude : magnitude, currency)
  }

  /// The amount in whole cents, half away from zero.
  public var roundedToCents: Money {
    Money(micros: Money.rounded(micros, by: 10_000) * 10_000, currency)
  }

  /// `value / divisor`, half away from zero.
  private static func rounded(_ value: Int64, by divisor: Int64) -> Int64 {
    let half = divisor / 2
    let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
    let far = divisor.isMultiple(of: 2) ? abs(rest) >= half : abs(rest) > half
    return far ? quotient + (value < 0 ? -1 : 1) : quotient
  }

  /// What the amount comes to in an hour when it takes `milliseconds`; nil for no time.
  ///
  /// Rounded to a millionth, half away from zero.
  public func perHour(milliseconds: Int64) -> Money? {
    if milliseconds <= 0 { return nil }
    let wide = micros.magnitude.multipliedFullWidth(by: 3_600_000)
    let divisor = milliseconds.magnitude
    if wide.high >= divisor { return nil }
    let (quotient, rest) = divisor.dividingFullWidth(wide)
    let up = rest >= divisor - rest
    let magnitude = Int64(clamping: quotient) + (up ? 1 : 0)
    return Money(micros: micros < 0 ? -magnitude : magnitude, currency)
  }

  /// The amount divided among `count`; nil for none.
  public func per(_ count: Int) -> Money? {
    count > 0 ? share(1, of: Int64(count)) : nil
  }

  /// The nearest binary fraction, for figures and statistics, never for the books.
  public var approximate: Double { Double(micros) / 1e6 }
}

extension Money: Comparable {
  /// By amount; both in one currency.
  public static func < (left: Money, right: Money) -> Bool {
    precondition(left.currency == right.currency, "amounts of one currency")
    return left.micros < right.micros
  }
}

extension Money: CustomStringConvertible {
  /// The plain decimal and the currency: "0.6375 USD"; at least two places.
  public var description: String { decimal + " " + currency.rawValue }

  /// The plain decimal, at least two places, no more than needed.
  public var decimal: String {
    let magnitude = micros.magnitude
    var places = String(magnitude % 1_000_000)
    places = String(repeating: "0", count: 6 - places.utf8.count) + places
    while places.utf8.count > 2, places.hasSuffix("0") { places.removeLast() }
    return (micros < 0 ? "-" : "") + "\(magnitude / 1_000_000)." + places
  }
}

extension Money {
  private enum CodingKeys: String, CodingKey {
    case amount, currency
  }

  /// Reads `{"amount": "0.04", "currency": "USD"}`: a decimal text, since a JSON number is binary.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let currency = try container.decode(Currency.self, forKey: .currency)
    self = try Money(try container.decode(String.self, forKey: .amount), currency)
  }

  /// Writes `{"amount": "0.04", "currency": "USD"}`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(decimal, forKey: .amount)
    try container.encode(currency, forKey: .currency)
  }
}
