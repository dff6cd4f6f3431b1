/// The circumstances a panel works under: what a study or a workplace decides, not the reviewer.
public struct ReviewCondition: Sendable, Equatable, Codable {
  /// What the reviewer is shown beside the two pictures.
  public enum Display: String, Sendable, Codable, CaseIterable {
    /// Only the pictures: blind review.
    case nothing
    /// "match" or "no match", the algorithm's decision.
    case label
    /// The algorithm's score as a share.
    case score
  }

  /// What is shown.
  public var display: Display
  /// The share of mated pairs that reviewers have come to expect; strictly within 0…1, or nil.
  public var expectedPrevalence: Double?
  /// The longest that a decision may take, in seconds; nil for no deadline.
  public var deadlineSeconds: Double?
  /// The hour of the shift at which the work begins.
  public var startHour: Double
  /// How long a shift is; decisions beyond it are made at the start of the next one.
  public var shiftHours: Double

  /// Makes it; by default nothing is shown, nothing expected, and there is no hurry.
  public init(
    display: Display = .nothing, expectedPrevalence: Double? = nil, deadlineSeconds: Double? = nil,
    startHour: Double = 0, shiftHours: Double = 8
  ) {
    self.display = display
    self.expectedPrevalence = expectedPrevalence
    self.deadlineSeconds = deadlineSeconds
    self.startHour = startHour
    self.shiftHours = shiftHours
  }
}
