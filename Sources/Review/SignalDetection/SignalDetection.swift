import Statistics

/// An observer of signal detection theory who answers "same person" or "different people".
///
/// The evidence is x ~ N(+d′/2, 1) for a mated pair and N(−d′/2, 1) for a non-mated one; the answer is
/// "same" when x > c. Green and Swets, *Signal Detection Theory and Psychophysics* (1966); Macmillan
/// and Creelman, *Detection Theory* (2005), chapter 1.
public struct SignalDetection: Sendable, Equatable, Codable {
  /// The sensitivity d′, in standard deviations of the evidence; 0 is guessing.
  public var sensitivity: Double
  /// The criterion c: positive is reluctant to say "same", negative eager.
  public var criterion: Double

  /// Makes it from its two parameters.
  public init(sensitivity: Double, criterion: Double = 0) {
    self.sensitivity = sensitivity
    self.criterion = criterion
  }

  /// The observer with these two rates, each strictly between 0 and 1 (else the result is infinite).
  public init(hitRate: Double, falsePassRate: Double) {
    let hit = Normal.quantile(hitRate)
    let pass = Normal.quantile(falsePassRate)
    self.init(sensitivity: hit - pass, criterion: -(hit + pass) / 2)
  }

  /// The unbiased observer who is right with this share of pairs, half of them mated.
  public init(accuracy: Double) {
    self.init(sensitivity: 2 * Normal.quantile(accuracy))
  }

  /// The unbiased observer with this area under the ROC curve.
  public init(areaUnderCurve: Double) {
    self.init(sensitivity: 2.0.squareRoot() * Normal.quantile(areaUnderCurve))
  }

  /// H = Φ(d′/2 − c): the share of mated pairs called "same".
  public var hitRate: Double { Normal.cumulative(sensitivity / 2 - criterion) }

  /// F = Φ(−d′/2 − c): the share of non-mated pairs called "same".
  public var falsePassRate: Double { Normal.cumulative(-sensitivity / 2 - criterion) }

  /// The share of right answers when half of the pairs are mated.
  public var accuracy: Double { (hitRate + 1 - falsePassRate) / 2 }

  /// The area under the ROC curve, Φ(d′/√2); it does not depend on the criterion.
  public var areaUnderCurve: Double { Normal.cumulative(sensitivity / 2.0.squareRoot()) }
}
