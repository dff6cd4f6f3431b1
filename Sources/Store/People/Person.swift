/// What somebody may do.
public enum Role: String, Sendable, Codable, CaseIterable {
  /// Makes studies, invites, exports; sees everything but who is behind a pseudonym.
  case auditor
  /// Decides where reviewers disagree, in one study.
  case adjudicator
  /// Answers, in one study.
  case reviewer
  /// Opens a class and sees its result.
  case teacher
  /// Takes part in a class.
  case student
}

/// Somebody with a role: a random identifier and the name that the auditor gave.
public struct Person: Sendable, Equatable, Codable {
  /// A random identifier; the log knows nothing else of a person.
  public let id: String
  /// What the person may do.
  public let role: Role
  /// The study or class the person belongs to; nil for auditors.
  public let study: String?
  /// The name that the auditor gave, such as "reviewer 2".
  public let name: String

  /// Makes it.
  public init(id: String, role: Role, study: String?, name: String) {
    self.id = id
    self.role = role
    self.study = study
    self.name = name
  }
}
