public import Statistics

/// d′ and c as estimated from one person's answers, with intervals: a few answers say little.
///
/// Half an answer is added to each count and one to each number of pairs (Hautus, *Behavior Research
/// Methods* 27, 1995), so that nobody is infinitely good; the variance is that of Gourevitch and
/// Galanter, *Psychometrika* 32 (1967). "Can't tell" counts as half a "same". Takes answers for
/// independent.
public struct SensitivityEstimate: Sendable, Equatable, Codable {
  /// Mated pairs answered.
  public let matedPairs: Int
  /// Non-mated pairs answered.
  public let nonMatedPairs: Int
  /// "Same" to mated pairs; a "can't tell" is half of one.
  public let hits: Double
  /// "Same" to non-mated pairs; a "can't tell" is half of one.
  public let falsePasses: Double
  /// d′ and c.
  public let observer: SignalDetection
  /// The interval of d′ at 95 %, to first order.
  public let sensitivityInterval: Interval
  /// The interval of c at 95 %, to first order.
  public let criterionInterval: Interval

  /// Estimates from answers −3…+3; nil without a pair of each kind.
  ///
  /// - Parameters:
  ///   - mated: the answers to mated pairs.
  ///   - nonMated: the answers to non-mated pairs.
  ///   - level: the confidence level.
  /// - Complexity: O(answers).
  public init?(mated: [Int], nonMated: [Int], level: Double = 0.95) {
    guard !mated.isEmpty, !nonMated.isEmpty else { return nil }
    func same(_ answers: [Int]) -> Double {
      answers.reduce(0) { $0 + ($1 > 0 ? 1 : $1 == 0 ? 0.5 : 0) }
    }
    func rate(_ events: Double, _ trials: Int) -> Double { (events + 0.5) / (Double(trials) + 1) }
    func variance(_ rate: Double, _ trials: Int) -> Double {
      let density = Normal.density(Normal.quantile(rate))
      return rate * (1 - rate) / (Double(trials) * density * density)
    }
    matedPairs = mated.count
    nonMatedPairs = nonMated.count
    hits = same(mated)
    falsePasses = same(nonMated)
    let (hit, pass) = (rate(hits, matedPairs), rate(falsePasses, nonMatedPairs))
    observer = SignalDetection(hitRate: hit, falsePassRate: pass)
    let spread = (variance(hit, matedPairs) + variance(pass, nonMatedPairs)).squareRoot()
    let half = -Normal.quantile((1 - level) / 2) * spread
    func interval(_ value: Double, _ half: Double) -> Interval {
      Interval(lower: value - half, upper: value + half, level: level, method: .deltaMethod)
    }
    sensitivityInterval = interval(observer.sensitivity, half)
    // c is half the sum of the same two deviates whose difference is d′.
    criterionInterval = interval(observer.criterion, half / 2)
  }
}
