public import Biometrics
import Essentials

/// The groups of subjects by one attribute, as a CSV states them.
public struct SubjectGroups: Sendable, Equatable {
  /// The column that says which group a subject belongs to.
  public let attribute: String
  /// Each subject's group; a subject who is not here belongs to ``notStated``.
  public let groups: [SubjectID: String]
  /// The file, for messages; nil where the groups come from elsewhere.
  public let file: String?

  /// The group of subjects of whom none is stated.
  public static let notStated = "(not stated)"

  /// Makes it.
  public init(attribute: String, groups: [SubjectID: String], file: String? = nil) {
    self.attribute = attribute
    self.groups = groups
    self.file = file
  }

  /// Reads a CSV with a column `subject` and one named `attribute`; an empty value is not stated.
  ///
  /// - Throws: ``Failure`` for a missing column, or a subject in two groups.
  public init(file: String, attribute: String) throws {
    let reader = try CSVReader(path: file, required: ["subject", attribute])
    var groups: [SubjectID: String] = [:]
    while let row = try reader.next() {
      let group = row[attribute] ?? ""
      if group.isEmpty { continue }
      let subject = SubjectID(try row.text("subject"))
      if let other = groups.updateValue(group, forKey: subject), other != group {
        throw row.malformed(
          attribute, "puts a subject into \"\(group)\" whom an earlier line puts elsewhere",
          remedy: "Give each subject one group")
      }
    }
    self.init(attribute: attribute, groups: groups, file: file)
  }

  /// The group of `subject`.
  public func group(of subject: SubjectID) -> String {
    groups[subject] ?? SubjectGroups.notStated
  }

  /// Throws where none of `subjects` has a group: the file then is of other people.
  ///
  /// - Throws: ``Failure`` (`mismatchedInput`).
  public func requireAny(of subjects: [SubjectID]) throws {
    if subjects.contains(where: { groups[$0] != nil }) { return }
    throw Failure(
      .mismatchedInput,
      "states \"\(attribute)\" for nobody among the \(Numerals.grouped(subjects.count)) subjects compared",
      file: file, remedy: "Write the subjects as the scores or the gallery name them")
  }
}

/// Which group each of some numbered people belongs to, by one attribute.
public struct PeopleGroups: Sendable, Equatable {
  /// The attribute.
  public let attribute: String
  /// The groups, by number, in order of name.
  public let names: [String]
  /// The group of each person.
  public let membership: [Int]

  /// Numbers the groups of `people`.
  public init(_ groups: SubjectGroups, people: [SubjectID]) {
    attribute = groups.attribute
    let stated = people.map { groups.group(of: $0) }
    names = Set(stated).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    membership = stated.map { numbers[$0] ?? 0 }
  }

  /// Takes groups that are numbered already, each of `membership` one of `names`.
  package init(attribute: String, names: [String], membership: [Int]) {
    self.attribute = attribute
    self.names = names
    self.membership = membership
  }
}
