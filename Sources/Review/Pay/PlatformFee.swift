/// What a platform takes from the requester for each assignment and each bonus.
public struct PlatformFee: Sendable, Equatable, Codable {
  /// The rate in percent of the reward.
  public var percent: Int
  /// Percent added for HITs with ten or more assignments.
  public var percentAtTenAssignments: Int
  /// Percent added for workers with the Masters qualification.
  public var percentForMasters: Int
  /// The least that is taken.
  public var minimumCents: Int

  /// Makes it.
  public init(
    percent: Int, percentAtTenAssignments: Int = 0, percentForMasters: Int = 0,
    minimumCents: Int = 0
  ) {
    self.percent = percent
    self.percentAtTenAssignments = percentAtTenAssignments
    self.percentForMasters = percentForMasters
    self.minimumCents = minimumCents
  }

  /// Mechanical Turk: 20 %, at least one cent; 20 % more from ten assignments, 5 % for Masters.
  public static let mechanicalTurk = PlatformFee(
    percent: 20, percentAtTenAssignments: 20, percentForMasters: 5, minimumCents: 1)
  /// No platform.
  public static let none = PlatformFee(percent: 0)

  /// The fee on `reward`: the rate's share, half a cent rounding up, at least the minimum.
  ///
  /// Nothing is taken from nothing: an unpaid assignment costs no fee.
  public func fee(on reward: Money, assignments: Int = 1, masters: Bool = false) -> Money {
    if reward.micros == 0 { return reward }
    let rate =
      percent + (assignments >= 10 ? percentAtTenAssignments : 0)
      + (masters ? percentForMasters : 0)
    if rate == 0 && minimumCents == 0 { return .zero(reward.currency) }
    // One division, straight to cents: rounding to a millionth first could round twice.
    let cents = (reward.micros * Int64(rate) + 500_000) / 1_000_000
    return Money(cents: max(Int64(minimumCents), cents), reward.currency)
  }
}
