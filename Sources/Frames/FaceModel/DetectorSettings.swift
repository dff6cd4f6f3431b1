/// How hard the detector looks.
public struct DetectorSettings: Sendable, Equatable, Codable {
  /// The most upsamplings that make sense: three find faces of 10 pixels.
  public static let mostUpsamplings = 3
  /// The largest picture that the detector is given, in pixels after doubling (1.3 GB a thread).
  public static let largestPicture = 80_000_000

  /// How often a picture is doubled before detection, 0 to 3.
  ///
  /// The detector sees faces from about 80 pixels; each doubling halves that and takes four times as
  /// long.
  public var upsamplings: Int
  /// What is added to the detector's own threshold; lower finds more faces, and more that are none.
  public var threshold: Double

  /// Makes it; the defaults are measured (see the decision record "Looking hard for faces").
  public init(upsamplings: Int = 2, threshold: Double = -0.6) {
    precondition((0...DetectorSettings.mostUpsamplings).contains(upsamplings))
    precondition(threshold.isFinite)
    self.upsamplings = upsamplings
    self.threshold = threshold
  }

  /// The doublings a picture of this size gets: fewer than ``upsamplings`` where the memory for it
  /// would be too large.
  public func upsamplings(width: Int, height: Int) -> Int {
    var doublings = upsamplings
    while doublings > 0,
      (width << doublings) * (height << doublings) > DetectorSettings.largestPicture
    {
      doublings -= 1
    }
    return doublings
  }
}
