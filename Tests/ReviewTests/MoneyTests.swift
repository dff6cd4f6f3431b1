import Essentials
import Foundation
import Review
import Testing

@Suite struct MoneyTests {
  static func usd(_ text: String) throws -> Money { try Money(text, .usd) }

  @Test func theWorkedChecksAreExact() throws {
    // 10,379 a year at 40 hours a week.
    let wage = try #require(try Self.usd("10379").perHour(milliseconds: 40 * 52 * 3_600_000))
    #expect(wage.roundedToCents == (try Self.usd("4.99")))
    #expect(try Self.usd("0.75") - (try Self.usd("0.75").share(15, of: 100)) == Self.usd("0.6375"))
    var account = WorkerAccount(worker: 0, currency: .usd)
    account.pay = try Self.usd("5") * 21
    account.approvedMilliseconds = 21 * 3_600_000
    account.searchMilliseconds = 18 * 3_600_000
    #expect(account.effectiveWage?.roundedToCents == (try Self.usd("2.69")))
    #expect(account.nominalWage == (try Self.usd("5")))
    // Ten cents a pair, thirty seconds a pair, half of them paid.
    var matchmaker = WorkerAccount(worker: 0, currency: .eur)
    matchmaker.pay = Money(cents: 10, .eur) * 120
    matchmaker.approvedMilliseconds = 120 * 30_000
    #expect(matchmaker.nominalWage == Money(units: 12, .eur))
    matchmaker.refusedMilliseconds = 120 * 30_000
    #expect(matchmaker.effectiveWage == Money(units: 6, .eur))
  }

  @Test(arguments: [
    ("0.04", 1, false, "0.01"), ("0.07", 1, false, "0.01"), ("0.50", 1, false, "0.10"),
    ("0.01", 1, false, "0.01"), ("0.12", 1, false, "0.02"), ("0.13", 1, false, "0.03"),
    ("0.50", 10, false, "0.20"), ("0.50", 9, true, "0.13"), ("1.00", 12, true, "0.45"),
    ("0.00", 1, false, "0.00"),
  ]) func feesOfMechanicalTurk(reward: String, count: Int, masters: Bool, fee: String) throws {
    let taken = PlatformFee.mechanicalTurk.fee(
      on: try Self.usd(reward), assignments: count, masters: masters)
    #expect(taken == (try Self.usd(fee)), "\(taken)")
  }

  /// The fee rule against whole-number arithmetic over every reward up to ten dollars.
  @Test func feesRoundHalfUp() {
    for cents in 1...1000 {
      let fee = PlatformFee.mechanicalTurk.fee(on: Money(cents: Int64(cents), .usd))
      #expect(fee == Money(cents: Int64(max(1, (2 * cents + 5) / 10)), .usd))
    }
  }

  @Test func textsRoundTrip() throws {
    for (text, micros) in [
      ("0.04", 40_000), ("10379", 10_379_000_000), ("-2.5", -2_500_000), ("0.000001", 1),
      (".5", 500_000), ("0", 0),
    ] {
      let amount = try Self.usd(text)
      #expect(amount.micros == Int64(micros))
      #expect(try Self.usd(amount.decimal) == amount)
      let data = try JSONEncoder().encode(amount)
      #expect(try JSONDecoder().decode(Money.self, from: data) == amount)
    }
    #expect(try Self.usd("0.6375").description == "0.6375 USD")
    #expect(try Self.usd("12").description == "12.00 USD")
    for text in [
      "", ".", "-", "1.", "1,5", "1e3", "0.0000001", "1.2.3", "NaN", "１", "99999999999999",
    ] {
      #expect(throws: Failure.self, "\(text)") { _ = try Self.usd(text) }
    }
  }

  @Test func sumsOfCentsAreExact() throws {
    let tenth = try Self.usd("0.10")
    let sum = (0..<1000).reduce(Money.zero(.usd)) { sum, _ in sum + tenth }
    #expect(sum == Money(units: 100, .usd))
    #expect(try Self.usd("0.01").share(1, of: 3).micros == 3333)
    #expect(try Self.usd("0.02").share(1, of: 3).micros == 6667)
    #expect(try Self.usd("-0.02").share(1, of: 3).micros == -6667)
    #expect(try Self.usd("0.005").roundedToCents == (try Self.usd("0.01")))
    #expect(try Self.usd("5").perHour(milliseconds: 0) == nil)
    #expect(try Self.usd("5").per(0) == nil)
  }

  @Test func wagesAreADistribution() throws {
    let accounts = (1...100).map { number in
      var account = WorkerAccount(worker: number, currency: .usd)
      account.pay = Money(cents: Int64(10 * number), .usd)
      account.approvedMilliseconds = 3_600_000
      return account
    }
    let ledger = PayLedger(currency: .usd, accounts: accounts, fees: .zero(.usd))
    let wages = ledger.wages
    #expect(wages.median == Money(units: 5, .usd))
    #expect(wages.mean == (try Self.usd("5.05")))
    #expect(wages.above725.events == 28 && wages.above725.trials == 100)
    #expect(wages.unpaidHours == 0 && wages.hours == 100)
    var idle = WorkerAccount(worker: 0, currency: .usd)
    idle.searchMilliseconds = 7_200_000
    let worse = PayLedger(currency: .usd, accounts: accounts + [idle], fees: .zero(.usd)).wages
    #expect(worse.unpaidWorkers.events == 1 && worse.unpaidHours == 2)
    let none = PayLedger(currency: .usd, accounts: [], fees: .zero(.usd))
    #expect(none.wages.median == nil && none.costPerDecision == nil && none.cost(per: 0) == nil)
  }
}
