public import Biometrics
import Essentials

/// Whose the templates on one side of a search are: those of the probes, or those enrolled.
public struct TemplateLabels: Sendable {
  /// The subject of each template, in order.
  public let subjects: [SubjectID]
  /// What the labels were read from, for messages; nil where they come from elsewhere.
  public let file: String?
  private let numbers: [String: Int]?

  /// Takes the subjects of templates that are known by their number, from 0.
  public init(subjects: [SubjectID]) {
    self.subjects = subjects
    file = nil
    numbers = nil
  }

  /// Reads a CSV with a column `subject`, a line for each template.
  ///
  /// Where there is a column `name` too, templates are known by what stands there, else by the number
  /// of their line, from 0.
  ///
  /// - Throws: ``Failure`` for a missing column or value, or one name twice; `notMeasurable` with no
  ///   line.
  public init(file path: String, name: String) throws {
    let reader = try CSVReader(path: path, required: ["subject"])
    let isNamed = reader.header.contains(name)
    var subjects: [SubjectID] = []
    var numbers: [String: Int] = [:]
    while let row = try reader.next() {
      if isNamed, numbers.updateValue(subjects.count, forKey: try row.text(name)) != nil {
        throw row.malformed(
          name, "names a template that an earlier line names",
          remedy: "Give each template a line and a name of its own")
      }
      subjects.append(SubjectID(try row.text("subject")))
    }
    if subjects.isEmpty {
      throw Failure(
        .notMeasurable, "names no template", file: path,
        remedy: "Give a line for each, with its subject")
    }
    self.subjects = subjects
    file = path
    self.numbers = isNamed ? numbers : nil
  }

  /// The number of the template known as `name`; nil where there is none.
  public func number(of name: String) -> Int? {
    if let numbers { return numbers[name] }
    return Int(name).flatMap { subjects.indices.contains($0) ? $0 : nil }
  }

  /// How templates are known, in words for a message.
  var nameRule: String {
    numbers == nil
      ? "a number of a line, from 0 to \(Numerals.grouped(subjects.count - 1))"
      : "a name in \(file ?? "the labels")"
  }
}

/// The people on both sides of searches, by number.
public struct SearchPeople: Sendable {
  /// The people, in the order in which they first appear: probes, then enrolled.
  public let subjects: [SubjectID]
  /// The person of each probe.
  public let probes: [Int]
  /// The person of each template enrolled.
  public let references: [Int]
  private let numbers: [SubjectID: Int]

  /// Numbers the people of both sides.
  public init(probes: TemplateLabels, references: TemplateLabels) {
    var subjects: [SubjectID] = []
    var numbers: [SubjectID: Int] = [:]
    func number(_ subject: SubjectID) -> Int {
      if let number = numbers[subject] { return number }
      numbers[subject] = subjects.count
      subjects.append(subject)
      return subjects.count - 1
    }
    self.probes = probes.subjects.map(number)
    self.references = references.subjects.map(number)
    self.subjects = subjects
    self.numbers = numbers
  }

  /// The number of `subject`; nil where nobody is called so.
  public func number(of subject: SubjectID) -> Int? { numbers[subject] }
}
