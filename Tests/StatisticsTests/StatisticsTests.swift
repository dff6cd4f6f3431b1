import Essentials
import Foundation
import Statistics
import Testing

@Suite struct StatisticsTests {
  /// Published values (shared by tables of Clopper–Pearson limits).
  @Test(arguments: [
    (1, 2, 0.0125791171, 0.9874208829), (10, 10, 0.6915028922, 1), (0, 10, 0, 0.3084971078),
  ]) func clopperPearson(events: Int, trials: Int, lower: Double, upper: Double) throws {
    let interval = try #require(Proportion(events: events, trials: trials).clopperPearson())
    #expect(abs(interval.lower - lower) < 5e-11)
    #expect(abs(interval.upper - upper) < 5e-11)
  }

  /// The definition: the tail of the binomial beyond the count is half the error at each limit.
  @Test func clopperPearsonAgainstTheBinomialSum() throws {
    for trials in [1, 3, 17, 40] {
      for events in 0...trials {
        let interval = try #require(Proportion(events: events, trials: trials).clopperPearson())
        if events > 0 { #expect(abs(upperTail(events, trials, interval.lower) - 0.025) < 1e-9) }
        if events < trials {
          #expect(abs(1 - upperTail(events + 1, trials, interval.upper) - 0.025) < 1e-9)
        }
      }
    }
  }

  func upperTail(_ from: Int, _ trials: Int, _ p: Double) -> Double {
    (from...trials).reduce(0) { sum, k in
      let choose =
        lgamma(Double(trials + 1)) - lgamma(Double(k + 1)) - lgamma(Double(trials - k + 1))
      let logarithm =
        choose + (k == 0 ? 0 : Double(k) * log(p))
        + (k == trials ? 0 : Double(trials - k) * log1p(-p))
      return sum + exp(logarithm)
    }
  }

  /// Where all trials agree one end is exactly that, at any size.
  @Test(arguments: [1, 7, 235, 283, 1_000_003]) func wilsonEndsAreExact(trials: Int) throws {
    let none = try #require(Proportion(events: 0, trials: trials).wilson())
    let all = try #require(Proportion(events: trials, trials: trials).wilson())
    #expect(none.lower == 0 && all.upper == 1)
    // z²/(n + z²) at the other end.
    let square = 1.959963984540054 * 1.959963984540054
    #expect(abs(none.upper - square / (Double(trials) + square)) < 1e-12)
    #expect(abs(all.lower - Double(trials) / (Double(trials) + square)) < 1e-12)
  }

  @Test func wilsonOfTheLondonAlerts() throws {
    let interval = try #require(Proportion(events: 8, trials: 42).wilson())
    #expect(abs(interval.lower - 0.100) < 5e-4 && abs(interval.upper - 0.333) < 5e-4)
    #expect(Proportion(events: 0, trials: 0).wilson() == nil)
    #expect(Proportion(events: 0, trials: 0).rate == nil)
  }

  @Test func normalQuantileInvertsTheCumulative() {
    #expect(abs(Normal.quantile(0.975) - 1.959963984540054) < 1e-14)
    #expect(abs(Normal.quantile(1e-12) + 7.034483825301132) < 1e-11)
    for step in 1..<1000 {
      let p = Double(step) / 1000
      #expect(abs(Normal.cumulative(Normal.quantile(p)) - p) < 1e-14)
    }
    #expect(Normal.quantile(0) == -.infinity && Normal.quantile(1) == .infinity)
    #expect(Normal.quantile(-1).isNaN)
  }

  /// Closed forms: I_x(1, 1) = x, I_x(a, 1) = x^a, I_x(½, ½) = (2/π) asin √x.
  @Test func incompleteBetaClosedForms() {
    for step in 1..<50 {
      let x = Double(step) / 50
      #expect(abs(Beta.cumulative(x, 1, 1) - x) < 1e-14)
      #expect(abs(Beta.cumulative(x, 3.5, 1) - pow(x, 3.5)) < 1e-13)
      #expect(abs(Beta.cumulative(x, 0.5, 0.5) - 2 / .pi * asin(x.squareRoot())) < 1e-13)
    }
  }
}

@Suite struct RateTextTests {
  @Test func aRateComesWithCountAndInterval() {
    let london = Proportion(events: 8, trials: 42)
    #expect(
      london.text(london.wilson()) == "19.0 % (8 of 42; 95 % interval 9.98 % to 33.3 %, wilson)")
    #expect(london.text(nil) == "19.0 % (8 of 42; no interval)")
    #expect(Proportion(events: 0, trials: 0).text(nil) == "not measurable (0 trials)")
    // The ends of an interval are in one unit.
    func range(_ lower: Double, _ upper: Double) -> String {
      Interval(lower: lower, upper: upper, level: 0.95, method: .wilson).rangeText
    }
    #expect(range(6.8e-5, 2.63e-4) == "0.0068 % to 0.0263 %")
    #expect(range(1.7e-6, 5.8e-6) == "1.7e-6 to 5.8e-6")
    #expect(range(0, 0.2) == "0 % to 20.0 %")
    #expect(range(0, 7.7e-5) == "0 to 7.7e-5")
    #expect(range(0, 0) == "0 % to 0 %")
    let narrow = Interval(lower: 6.8e-5, upper: 2.63e-4, level: 0.95, method: .wilson)
    #expect(narrow.rangeText(digits: 2) == "0.0068 % to 0.026 %")
  }
}
