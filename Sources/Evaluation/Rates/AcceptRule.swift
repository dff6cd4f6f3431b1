/// Whether a score equal to the threshold is accepted.
public enum AcceptRule: String, Sendable, Codable, CaseIterable {
  /// Accepted when at least as similar as the threshold: `score >= threshold` for similarities.
  case atOrAbove = "ge"
  /// Accepted only when more similar than the threshold: `score > threshold` for similarities.
  case above = "gt"
}
