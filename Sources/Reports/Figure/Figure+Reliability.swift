import Evaluation
import Statistics

extension Figure {
  /// The reliability diagram of `reliability`, with intervals for independent comparisons.
  ///
  /// A bin's interval is Wilson's for its mated share, carried over to the prior's weights; the
  /// carrying is monotone, so that its level stays.
  static func reliability(_ reliability: Reliability, mapping: String) -> Figure {
    let mated = Double(reliability.bins.reduce(0) { $0 + $1.mated })
    let nonMated = Double(reliability.bins.reduce(0) { $0 + $1.nonMated })
    let weight = reliability.prior / mated / ((1 - reliability.prior) / nonMated)
    func weighted(_ share: Double) -> Double {
      share * weight / (share * weight + 1 - share)
    }
    let bins = reliability.bins.compactMap { bin -> ReliabilityBin? in
      let count = Proportion(events: bin.mated, trials: bin.mated + bin.nonMated)
      guard let stated = bin.meanStated, let observed = bin.observed, let interval = count.wilson()
      else { return nil }
      return ReliabilityBin(
        stated: stated, observed: observed, low: weighted(interval.lower),
        high: weighted(interval.upper), count: count.trials)
    }
    return .reliability(bins, mapping: mapping, prior: reliability.prior)
  }
}
