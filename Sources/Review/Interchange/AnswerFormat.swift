/// The file formats in which answers come and go.
public enum AnswerFormat: String, Sendable, Codable, CaseIterable {
  /// CSV with the columns task, worker, label, as crowd-kit reads it.
  case csv
  /// Label Studio's JSON export: tasks with `annotations`.
  case labelStudio = "label-studio"
  /// peerannot's JSON: `{task: {worker: label}}`.
  case peerannot
  /// Mechanical Turk's batch results (CSV).
  case mturk
}

/// What else may be known of an answer beside task, worker and label.
public struct AnswerRecord: Sendable, Equatable, Codable {
  /// The answer.
  public var answer: Answer
  /// How long it took, in seconds.
  public var seconds: Double?
  /// Whether it is known to be right (a control answer).
  public var isGold: Bool
  /// "Approved", "Rejected" or "Submitted", where the platform says.
  public var status: String?

  /// Makes it.
  public init(answer: Answer, seconds: Double? = nil, isGold: Bool = false, status: String? = nil) {
    self.answer = answer
    self.seconds = seconds
    self.isGold = isGold
    self.status = status
  }
}
