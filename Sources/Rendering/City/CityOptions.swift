import Essentials

/// How large a rendered city is, and which.
public struct CityOptions: Sendable, Equatable {
  /// How many people pass the cameras.
  public var people: Int
  /// How many cameras there are; three of nine are poor ones.
  public var cameras: Int
  /// How many frames each camera takes over the day.
  public var framesPerCamera: Int
  /// How many portraits are made of people who pass.
  public var passingProbes: Int
  /// How many portraits are made of people who pass nowhere.
  public var absentProbes: Int
  /// The seed: the same seed gives the same bytes at any number of threads.
  public var seed: UInt64

  /// Makes it.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) where a count is out of its range.
  public init(
    people: Int, cameras: Int, framesPerCamera: Int, passingProbes: Int, absentProbes: Int,
    seed: UInt64
  ) throws {
    for (name, value, range) in [
      ("--people", people, 1...100_000), ("--cameras", cameras, 1...10_000),
      ("--frames-per-camera", framesPerCamera, 1...10_000),
      ("--passing-probes", passingProbes, 0...people),
      ("--absent-probes", absentProbes, 0...10_000),
    ] where !range.contains(value) {
      throw Failure(
        .malformedInput, "\(name) is \(value)",
        remedy: "Give a number from \(range.lowerBound) to \(range.upperBound)")
    }
    self.people = people
    self.cameras = cameras
    self.framesPerCamera = framesPerCamera
    self.passingProbes = passingProbes
    self.absentProbes = absentProbes
    self.seed = seed
  }
}
