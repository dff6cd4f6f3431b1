public import Biometrics
import Essentials
import Foundation

/// The portraits that a demonstration looks for, and whose they truly are.
public struct ProbeList: Sendable, Equatable {
  /// The list's name in a folder of frames: columns file, probe and origin.
  public static let name = "probes.csv"
  /// The truth's name: columns probe and person.
  public static let truthName = "truth-probes.csv"

  /// One portrait.
  public struct Entry: Sendable, Equatable {
    /// The pseudonym it goes by.
    public let name: String
    /// Where to read it.
    public let path: String
    /// Whose it is, where that is known.
    public let person: SubjectID?
  }

  /// The portraits, in the list's order.
  public let entries: [Entry]
  /// Whether it is known whose they are.
  public let hasTruth: Bool

  /// Reads the list in `folder`, whose frames are of `origin`, and its truth where there is one.
  ///
  /// - Throws: ``Failure`` naming the line.
  public init(folder: String, origin: Origin) throws {
    let path = folder + "/" + ProbeList.name
    let people = try ProbeList.people(folder + "/" + ProbeList.truthName)
    let reader = try CSVReader(path: path, required: ["file", "probe", "origin"])
    var entries: [Entry] = []
    while let row = try reader.next() {
      let name = try row.text("probe")
      let file = try row.text("file")
      let picture = file.hasPrefix("/") ? file : folder + "/" + file
      guard FileManager.default.fileExists(atPath: picture) else {
        throw row.malformed("file", "\"\(file)\" is not there", remedy: "Put the portrait there")
      }
      guard try row.text("origin") == origin.rawValue else {
        throw row.malformed(
          "origin", "the frames are of origin \(origin.rawValue)",
          remedy: "Use portraits of the same origin")
      }
      if entries.contains(where: { $0.name == name }) {
        throw row.malformed("probe", "\"\(name)\" is listed twice", remedy: "Remove one of the two")
      }
      if let people, people[name] == nil {
        throw row.malformed(
          "probe", "\"\(name)\" is not in \(ProbeList.truthName)",
          remedy: "Use the truth that belongs to these portraits, or remove it")
      }
      entries.append(Entry(name: name, path: picture, person: people?[name]))
    }
    if entries.isEmpty {
      throw Failure(.missingInput, "lists no portrait", file: path, remedy: "Add a line for each")
    }
    self.entries = entries
    hasTruth = people != nil
  }

  private static func people(_ path: String) throws -> [String: SubjectID]? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let reader = try CSVReader(path: path, required: ["probe", "person"])
    var people: [String: SubjectID] = [:]
    while let row = try reader.next() {
      let name = try row.text("probe")
      if people.updateValue(SubjectID(try row.text("person")), forKey: name) != nil {
        throw row.malformed("probe", "\"\(name)\" is listed twice", remedy: "Remove one of the two")
      }
    }
    return people
  }
}
