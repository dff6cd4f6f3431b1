#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import Essentials
public import Statistics

/// Counts that an operator or observer published, and the rates they imply.
///
/// What was never counted is bounded, not guessed.
public struct FieldReport: Sendable, Equatable, Codable {
  /// Faces searched with; nil where it was not published.
  public var faces: Int?
  /// Alerts.
  public var alerts: Int
  /// Alerts known to be right.
  public var verifiedTrue: Int
  /// Alerts known to be wrong.
  public var verifiedFalse: Int
  /// How many people are enrolled; nil where it was not published.
  public var galleryPeople: Int?

  /// Makes it.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) for counts that contradict each other.
  public init(
    faces: Int? = nil, alerts: Int, verifiedTrue: Int, verifiedFalse: Int,
    galleryPeople: Int? = nil
  ) throws {
    self.faces = faces
    self.alerts = alerts
    self.verifiedTrue = verifiedTrue
    self.verifiedFalse = verifiedFalse
    self.galleryPeople = galleryPeople
    guard min(alerts, verifiedTrue, verifiedFalse) >= 0, (galleryPeople ?? 1) > 0 else {
      throw Failure(.malformedInput, "a count is negative", remedy: "Give counts from 0")
    }
    guard verifiedTrue <= alerts, verifiedFalse <= alerts - verifiedTrue else {
      throw Failure(
        .malformedInput,
        "\(verifiedTrue) true and \(verifiedFalse) false alerts are more than \(alerts) in all",
        remedy: "Check the counts")
    }
    if let faces, faces < alerts {
      throw Failure(
        .malformedInput, "\(faces) faces can't give \(alerts) alerts", remedy: "Check the counts")
    }
  }

  /// A rate implied by counts, with the bounds that unverified cases leave.
  public struct Implied: Sendable, Equatable, Codable {
    /// The rate with unverified alerts left out of it; nil with no trial.
    public let verified: MeasuredRate?
    /// The lowest rate: every unverified alert goes the other way.
    public let least: MeasuredRate?
    /// The highest rate: every unverified alert counts.
    public let most: MeasuredRate?
  }

  /// Alerts never verified.
  public var unverified: Int { alerts - verifiedTrue - verifiedFalse }

  /// The share of alerts that were right, with Wilson intervals.
  public var precision: Implied {
    implied(verifiedTrue, of: verifiedTrue + verifiedFalse, all: alerts)
  }

  /// The share of alerts that were wrong.
  public var falseShare: Implied {
    implied(verifiedFalse, of: verifiedTrue + verifiedFalse, all: alerts)
  }

  /// False alerts among faces searched with; nil where faces were not published.
  ///
  /// Nearly FPIR: it would be exactly that were no face an enrolled person's.
  public var falseAlertsPerFace: Implied? {
    faces.map { faces in
      let verified = rate(verifiedFalse, faces)
      return Implied(
        verified: verified, least: verified, most: rate(verifiedFalse + unverified, faces))
    }
  }

  /// The false match rate of one comparison that the false alerts imply *if* comparisons were
  /// independent, 1 − (1 − FPIR)^(1/N); nil where faces or gallery were not published.
  public var impliedFalseMatchRate: Interval? {
    guard let galleryPeople, let rate = falseAlertsPerFace?.verified else { return nil }
    let root = { (p: Double) in
      Independence.falseMatchRate(identification: p, people: galleryPeople)
    }
    return Interval(
      lower: root(rate.interval.lower), upper: root(rate.interval.upper),
      level: rate.interval.level, method: rate.interval.method)
  }

  private func implied(_ events: Int, of verified: Int, all: Int) -> Implied {
    Implied(
      verified: rate(events, verified), least: rate(events, all),
      most: rate(events + unverified, all))
  }

  private func rate(_ events: Int, _ trials: Int) -> MeasuredRate? {
    MeasuredRate(independent: Proportion(events: events, trials: trials))
  }
}

/// The textbook link between one comparison and a search of a gallery.
///
/// Right only for independent comparisons, which those of one probe are not: a reference to measure
/// against (see ``ThresholdScaling``).
public enum Independence {
  /// FPIR = 1 − (1 − FMR)^N.
  public static func identificationRate(falseMatch: Double, people: Int) -> Double {
    -expm1(Double(people) * log1p(-falseMatch))
  }

  /// FMR = 1 − (1 − FPIR)^(1/N).
  public static func falseMatchRate(identification: Double, people: Int) -> Double {
    identification >= 1 ? 1 : -expm1(log1p(-identification) / Double(people))
  }
}
