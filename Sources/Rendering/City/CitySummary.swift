import Foundation

/// What came out of a rendering.
public struct CitySummary: Sendable, Equatable, Codable {
  /// Always "rendered".
  public var origin = "rendered"
  /// Frames written.
  public var frames = 0
  /// Faces in them.
  public var faces = 0
  /// Portraits written.
  public var probes = 0
  /// The median inter-eye distance in good cameras' frames, in pixels; nil without such faces.
  public var medianInterEyeGood: Double?
  /// The median inter-eye distance in poor cameras' frames, in pixels; nil without such faces.
  public var medianInterEyePoor: Double?
  /// Faces turned from the camera by more than 20°.
  public var turned = 0
  /// Faces of which more than a tenth is hidden.
  public var hidden = 0

  /// The summary for people, one fact a line; limits first.
  public func lines(folder: String) -> [String] {
    func pixels(_ value: Double?) -> String {
      value.map { String(format: "%.1f px", $0) } ?? "no face"
    }
    return [
      "Rendered people, who do not exist: error rates measured on them are not those of people.",
      "\(frames) frames with \(faces) faces and \(probes) portraits in \(folder)",
      "between the eyes (median): good cameras \(pixels(medianInterEyeGood)), "
        + "poor cameras \(pixels(medianInterEyePoor))",
      "\(turned) of \(faces) faces turned by more than 20 degrees, "
        + "\(hidden) of \(faces) more than a tenth hidden",
    ]
  }
}
