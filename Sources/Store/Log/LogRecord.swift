/// One thing that happened, as the log keeps it: who, what, when, and nothing that names a person.
///
/// ``canonicalText`` is what is hashed: JSON with sorted keys, no blanks, absent values left out.
/// There are whole numbers and texts only, so that the same record has one text everywhere.
public struct LogRecord: Sendable, Equatable, Codable {
  /// What happened.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// A study was made; `digest` is that of its design and pairs.
    case study
    /// Somebody was invited.
    case invited
    /// Somebody's invitation was taken back.
    case revoked
    /// A reviewer answered.
    case answer
    /// A reviewer took an answer back; `entry` is its number.
    case undo
    /// A reviewer gave an answer again that was taken back; `entry` is its number.
    case redo
    /// An adjudicator decided a pair.
    case verdict
    /// A study was closed: it takes no more answers.
    case closed
  }

  /// Time on the task in milliseconds, without idle and hidden time.
  public var active: Int?
  /// The assignment answered.
  public var assignment: String?
  /// When the server took it, in milliseconds since 1970 UTC.
  public var at: Int64 = 0
  /// A SHA-256 in hexadecimal.
  public var digest: String?
  /// The number of the entry that this one refers to.
  public var entry: Int?
  /// What happened.
  public var kind: Kind
  /// The pair, by its number in the study.
  public var pair: Int?
  /// Who did it, or whom it concerns.
  public var person: String?
  /// The role of who was invited.
  public var role: String?
  /// The number of this entry, from 1.
  public var sequence: Int = 0
  /// The study.
  public var study: String?
  /// The answer, −3 (sure: different) to +3 (sure: same); 0 is "can't tell".
  public var value: Int?

  /// A record of `kind` with nothing else in it.
  init(_ kind: Kind) { self.kind = kind }

  /// The one text of this record.
  public var canonicalText: String {
    var parts: [String] = []
    func add(_ name: String, number: Int64?) {
      if let number { parts.append("\"\(name)\":\(number)") }
    }
    func add(_ name: String, text: String?) {
      if let text { parts.append("\"\(name)\":\(LogRecord.quoted(text))") }
    }
    add("active", number: active.map(Int64.init))
    add("assignment", text: assignment)
    add("at", number: at)
    add("digest", text: digest)
    add("entry", number: entry.map(Int64.init))
    add("kind", text: kind.rawValue)
    add("pair", number: pair.map(Int64.init))
    add("person", text: person)
    add("role", text: role)
    add("sequence", number: Int64(sequence))
    add("study", text: study)
    add("value", number: value.map(Int64.init))
    return "{" + parts.joined(separator: ",") + "}"
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      default:
        if scalar.value < 0x20 {
          let digits = String(scalar.value, radix: 16)
          quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
        } else {
          quoted.unicodeScalars.append(scalar)
        }
      }
    }
    return quoted + "\""
  }
}

extension LogRecord {
  static func made(study: String, digest: String) -> LogRecord {
    var record = LogRecord(.study)
    record.study = study
    record.digest = digest
    return record
  }

  static func closed(study: String) -> LogRecord {
    var record = LogRecord(.closed)
    record.study = study
    return record
  }

  static func invited(person: String, role: Role, study: String?) -> LogRecord {
    var record = LogRecord(.invited)
    record.person = person
    record.role = role.rawValue
    record.study = study
    return record
  }

  static func revoked(person: String) -> LogRecord {
    var record = LogRecord(.revoked)
    record.person = person
    return record
  }
}
