/// Where the faces of a gallery come from; it decides which calibration may be applied to them.
public enum Origin: String, Sendable, Codable, CaseIterable {
  /// Photographs of real people: personal data, which need a stated purpose.
  case photograph
  /// Pictures of rendered people who do not exist.
  case rendered
  /// Templates drawn from a population model.
  case simulated
  /// Templates read from a file that does not say.
  case unknown
}
