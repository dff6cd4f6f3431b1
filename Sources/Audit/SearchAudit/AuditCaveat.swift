import Biometrics

/// What the reader of any audit must know before its figures.
enum AuditCaveat {
  /// On faces of `origin`; nil where there is nothing to say.
  static func origin(_ origin: Origin) -> String? {
    switch origin {
    case .rendered:
      "These are rendered people, who do not exist and are more alike than real ones: no rate here holds for real people."
    case .simulated:
      "These templates were drawn from a population model: the rates are the model's, not those of real people."
    case .unknown: "Nothing says where these faces come from."
    case .photograph: nil
    }
  }

  /// On labels.
  static let labels =
    "The labels are taken as true: a person enrolled under two names counts as two strangers who match."
}
