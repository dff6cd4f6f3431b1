/// The answer scale −3 (sure: different people) … +3 (sure: same person) as six ordered criteria.
///
/// The criteria stand at c + step · (−2.5, −1.5, −0.5, 0.5, 1.5, 2.5); an answer of 0 is "can't tell".
public struct RatingScale: Sendable, Equatable, Codable {
  /// The distance between neighbouring criteria, in standard deviations of the evidence; above 0.
  public var step: Double

  /// Makes it.
  public init(step: Double = 0.5) {
    precondition(step > 0)
    self.step = step
  }

  /// The answer, −3…+3, to evidence `margin` above (or below) the criterion.
  ///
  /// Evidence exactly on a criterion belongs to the lower answer, as x > c does in
  /// ``SignalDetection``.
  public func rating(margin: Double) -> Int {
    if margin.isNaN { return 0 }
    let place = (margin / step + 2.5).rounded(.up)
    return Int(min(6, max(0, place))) - 3
  }
}
