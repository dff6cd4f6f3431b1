/// What went wrong with an input, an output or the machine, said so that a person can act on it.
///
/// One type for all modules: a caller wants to print it or to switch over ``code``, and both are the
/// same wherever it was thrown. A trap is for a defect of ours; whatever a user's file or argument
/// can cause is a `Failure`. No identity of a person appears in a description.
public struct Failure: Error, Sendable, Equatable {
  /// The kind of failure, for callers that act on it.
  public enum Code: String, Sendable, CaseIterable, Codable {
    /// An input is not what its format says: truncated, unparsable, out of range.
    case malformedInput
    /// A file, a column or a required value is absent.
    case missingInput
    /// Two inputs are each sound and do not go together: dimensions, origins, metrics.
    case mismatchedInput
    /// The data are too few to answer: an empty class, a single identity.
    case notMeasurable
    /// An output exists, or is not ours to replace.
    case refusedOutput
    /// The operating system said no: disk full, read-only, no permission.
    case inputOutput
    /// The machine lacks what was asked for: an instruction set, a program, memory.
    case unavailable
    /// The purpose or origin of the data forbids it.
    case forbidden
    /// Stopped on request, with nothing half-written left behind.
    case cancelled
  }

  /// The kind of failure.
  public let code: Code
  /// What is wrong, one sentence without a full stop.
  public let summary: String
  /// The file it concerns, as the user named it.
  public let file: String?
  /// The place in ``file``: "line 3", "row 17", "byte 40".
  public let place: String?
  /// What to do about it, one sentence without a full stop.
  public let remedy: String?

  /// Makes a failure; see the properties for the form of each part.
  public init(
    _ code: Code, _ summary: String, file: String? = nil, place: String? = nil,
    remedy: String? = nil
  ) {
    self.code = code
    self.summary = summary
    self.file = file
    self.place = place
    self.remedy = remedy
  }

  /// The same failure, in `file` unless it already names one.
  public func inFile(_ file: String) -> Failure {
    Failure(code, summary, file: self.file ?? file, place: place, remedy: remedy)
  }
}

extension Failure: CustomStringConvertible {
  /// One line: file, place, what is wrong, what to do.
  public var description: String {
    var line = ""
    if let file { line += file.oneLine + ": " }
    if let place { line += place.oneLine + ": " }
    line += summary.oneLine + "."
    if let remedy { line += " " + remedy.oneLine + "." }
    return line
  }
}
