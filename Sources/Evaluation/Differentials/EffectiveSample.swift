import Essentials
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A rate with the number of independent trials that would give its interval.
struct EffectiveSample: Sendable {
  let rate: Double
  let trials: Double

  /// Read back from the interval: Wilson's half width falls with the trials, so by halving.
  init(_ measured: MeasuredRate) {
    rate = measured.rate
    let interval = measured.interval
    if interval.method == .identityConservative {
      // Clopper–Pearson without errors ends at 1 − (half)^(1/n).
      let open = rate == 1 ? interval.lower : 1 - interval.upper
      trials = open > 0 && open < 1 ? log((1 - interval.level) / 2) / log(open) : 1
      return
    }
    var (low, high) = (1.0, Double(max(2, measured.proportion.trials)))
    let width = interval.upper - interval.lower
    for _ in 0..<60 {
      let middle = (low + high) / 2
      let wilson = Proportion.wilson(rate: rate, trials: middle, level: interval.level)
      if wilson.upper - wilson.lower > width { low = middle } else { high = middle }
    }
    trials = high
  }

  private init(rate: Double, trials: Double) {
    self.rate = rate
    self.trials = trials
  }

  /// The same trials at another rate.
  func at(_ rate: Double) -> EffectiveSample { EffectiveSample(rate: rate, trials: trials) }

  /// The common rate of `samples`, weighted by their trials.
  static func common(_ samples: [EffectiveSample]) -> Double {
    let trials = samples.reduce(0) { $0 + $1.trials }
    return trials > 0 ? samples.reduce(0) { $0 + $1.rate * $1.trials } / trials : 0
  }

  /// A true rate that these data allow: Beta with Jeffreys' prior.
  func plausible(_ random: inout RandomStream) -> Double {
    random.beta(rate * trials + 0.5, (1 - rate) * trials + 0.5)
  }

  /// A rate that a test of this size would observe.
  ///
  /// Rare errors come in whole numbers, Poisson's law, so that there may be none; else Beta with the
  /// binomial's mean and variance.
  func observed(_ random: inout RandomStream) -> Double {
    if rate <= 0 || rate >= 1 { return rate }
    if min(rate, 1 - rate) * trials < 50 {
      let rare = min(
        1, Double(EffectiveSample.poisson(min(rate, 1 - rate) * trials, &random)) / trials)
      return rate <= 0.5 ? rare : 1 - rare
    }
    return random.beta(rate * (trials - 1), (1 - rate) * (trials - 1))
  }

  /// How many exponential gaps fit into `mean`.
  private static func poisson(_ mean: Double, _ random: inout RandomStream) -> Int {
    var count = 0
    var sum = random.exponential()
    while sum < mean {
      count += 1
      sum += random.exponential()
    }
    return count
  }
}
