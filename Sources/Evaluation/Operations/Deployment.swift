import Essentials

/// A system in operation, and what its error rates come to in a day.
///
/// All rates are per search: one face in view is one search of the gallery. The figures are expected
/// values; a day's own count scatters about them.
public struct Deployment: Sendable, Equatable, Codable {
  /// How many cameras are connected.
  public var cameras: Int
  /// Faces that one camera searches with in a day.
  public var facesPerCameraDay: Double
  /// The chance that a face belongs to somebody who is enrolled (π).
  public var prevalence: Double
  /// How often a search for somebody not enrolled gives an alert (FPIR).
  public var falsePositiveIdentificationRate: Double
  /// How often a search for somebody enrolled gives the right alert (TPIR).
  public var truePositiveIdentificationRate: Double
  /// The human look at each alert; nil where alerts go through unseen.
  public var reviewer: Reviewer?

  /// A human look at alerts.
  public struct Reviewer: Sendable, Equatable, Codable {
    /// How often a true alert is passed on (h).
    public var hitRate: Double
    /// How often a false alert is passed on all the same (a).
    public var falsePassRate: Double
    /// Seconds that one alert takes, working time.
    public var secondsPerAlert: Double

    /// Makes it.
    public init(hitRate: Double, falsePassRate: Double, secondsPerAlert: Double) {
      self.hitRate = hitRate
      self.falsePassRate = falsePassRate
      self.secondsPerAlert = secondsPerAlert
    }
  }

  /// Makes it; every rate and chance must lie in 0…1, every number be at least 0.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) naming the value.
  public init(
    cameras: Int, facesPerCameraDay: Double, prevalence: Double,
    falsePositiveIdentificationRate: Double, truePositiveIdentificationRate: Double,
    reviewer: Reviewer? = nil
  ) throws {
    self.cameras = cameras
    self.facesPerCameraDay = facesPerCameraDay
    self.prevalence = prevalence
    self.falsePositiveIdentificationRate = falsePositiveIdentificationRate
    self.truePositiveIdentificationRate = truePositiveIdentificationRate
    self.reviewer = reviewer
    try validate()
  }

  private func validate() throws {
    var shares = [
      ("prevalence", prevalence),
      ("false positive identification rate", falsePositiveIdentificationRate),
      ("true positive identification rate", truePositiveIdentificationRate),
    ]
    if let reviewer {
      shares += [
        ("reviewer's hit rate", reviewer.hitRate),
        ("reviewer's false-pass rate", reviewer.falsePassRate),
      ]
    }
    for (name, value) in shares where !(value >= 0 && value <= 1) {
      throw Failure(
        .malformedInput, "the \(name) is \(value)", remedy: "Give a share between 0 and 1")
    }
    let amounts = [
      ("number of cameras", Double(cameras)),
      ("number of faces a camera and day", facesPerCameraDay),
      ("seconds of review", reviewer?.secondsPerAlert ?? 0),
    ]
    for (name, value) in amounts where !(value >= 0 && value < 1e15) {
      throw Failure(.malformedInput, "the \(name) is \(value)", remedy: "Give a number from 0")
    }
  }
}

extension Deployment {
  /// What a day brings, in expectation.
  public struct Day: Sendable, Equatable, Codable {
    /// Searches.
    public let faces: Double
    /// Searches for somebody who is enrolled.
    public let enrolledFaces: Double
    /// Alerts, true and false.
    public let alerts: Double
    /// Alerts for the right person.
    public let trueAlerts: Double
    /// Alerts for somebody who is not enrolled.
    public let falseAlerts: Double
    /// Enrolled people's faces that gave no alert.
    public let missed: Double
    /// The chance that an alert is true (PPV); nil with no alert.
    public let positivePredictiveValue: Double?
    /// Alerts passed on: after review where there is one.
    public let passedOn: Double
    /// False alerts passed on: people wrongly stopped.
    public let wronglyPassedOn: Double
    /// True alerts that the reviewer rejected.
    public let wronglyRejected: Double
    /// The chance that an alert passed on is true; nil with none.
    public let positivePredictiveValueAfterReview: Double?
    /// Hours of review.
    public let reviewHours: Double
  }

  /// One day's expectation.
  public var day: Day {
    let faces = Double(cameras) * facesPerCameraDay
    let enrolled = faces * prevalence
    let trueAlerts = enrolled * truePositiveIdentificationRate
    let falseAlerts = (faces - enrolled) * falsePositiveIdentificationRate
    let alerts = trueAlerts + falseAlerts
    let truePassed = trueAlerts * (reviewer?.hitRate ?? 1)
    let falsePassed = falseAlerts * (reviewer?.falsePassRate ?? 1)
    let passed = truePassed + falsePassed
    return Day(
      faces: faces, enrolledFaces: enrolled, alerts: alerts, trueAlerts: trueAlerts,
      falseAlerts: falseAlerts, missed: enrolled - trueAlerts,
      positivePredictiveValue: alerts > 0 ? trueAlerts / alerts : nil, passedOn: passed,
      wronglyPassedOn: falsePassed, wronglyRejected: trueAlerts - truePassed,
      positivePredictiveValueAfterReview: passed > 0 ? truePassed / passed : nil,
      reviewHours: alerts * (reviewer?.secondsPerAlert ?? 0) / 3600)
  }
}
