/// What `--version` prints.
enum Version {
  /// The release.
  static let number = "0.1.0"

  /// The release and what the machine offers.
  static var text: String { "lookalike \(number)" }
}
