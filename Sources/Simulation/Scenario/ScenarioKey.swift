import Essentials
import Review

/// A key of a scenario file: where it stands, what it means, what it may hold.
public struct ScenarioKey: Sendable {
  /// The section; empty at the top.
  public let section: String
  /// The key within its section.
  public let name: String
  /// What it means, with its unit.
  public let meaning: String
  let write: @Sendable (Scenario) -> String
  let read: @Sendable (inout Scenario, ScenarioValue) throws -> Void

  /// The key with its section: "cameras.count".
  public var path: String { section.isEmpty ? name : "\(section).\(name)" }

  /// The sections in the order of the template, with what they hold.
  static let sections: [(name: String, meaning: String)] = [
    ("", ""), ("population", "who passes the cameras"), ("cameras", "what is captured"),
    ("probes", "look-up: who is looked for"), ("list", "watch list: who is on it"),
    ("records", "errors in what is stored, as shares of records"),
    ("matching", "what is shown, and when a score counts as a match"),
    ("review", "people who decide on candidates"), ("prices", "what it costs"),
  ]

  /// All keys, in the order of the template.
  public static let all: [ScenarioKey] =
    top + population + cameras + searched + matching + review

  /// The key at `path`; nil where there is none.
  public static func at(_ path: String) -> ScenarioKey? { all.first { $0.path == path } }

  /// What to do about a key called `name` that `section` does not have.
  static func hint(_ name: String, in section: String) -> String {
    let elsewhere = all.filter { $0.name == name && $0.section != section }
    if let key = elsewhere.first {
      return key.section.isEmpty
        ? "Put it at the beginning of a line, under no section"
        : "Put it under \(elsewhere.map(\.section).joined(separator: " or "))"
    }
    var known = all.filter { $0.section == section }.map(\.name)
    if section.isEmpty { known += sections.map(\.name).filter { !$0.isEmpty } }
    let near = known.min { name.editDistance(to: $0) < name.editDistance(to: $1) } ?? ""
    return name.editDistance(to: near) <= max(1, (name.count + 1) / 3)
      ? "Perhaps \(near) is meant" : "Known here: \(known.joined(separator: ", "))"
  }

  /// The conditions of the population that a scenario has unless it names another.
  private static let conditionNames =
    ((try? PopulationModel.named(Scenario().model).conditionNames) ?? []).joined(separator: ", ")

  private static func key(
    _ section: String, _ name: String, _ meaning: String,
    _ write: @escaping @Sendable (Scenario) -> String,
    _ read: @escaping @Sendable (inout Scenario, ScenarioValue) throws -> Void
  ) -> ScenarioKey {
    ScenarioKey(section: section, name: name, meaning: meaning, write: write, read: read)
  }

  private static func whole(
    _ section: String, _ name: String, _ meaning: String, _ range: ClosedRange<Int>,
    _ path: any WritableKeyPath<Scenario, Int> & Sendable
  ) -> ScenarioKey {
    key(section, name, meaning, { "\($0[keyPath: path])" }) {
      $0[keyPath: path] = try $1.whole(in: range)
    }
  }

  private static func number(
    _ section: String, _ name: String, _ meaning: String, _ range: ClosedRange<Double>,
    _ path: any WritableKeyPath<Scenario, Double> & Sendable
  ) -> ScenarioKey {
    key(section, name, meaning, { "\($0[keyPath: path])" }) {
      $0[keyPath: path] = try $1.number(in: range)
    }
  }

  private static func text(
    _ section: String, _ name: String, _ meaning: String,
    _ path: any WritableKeyPath<Scenario, String> & Sendable
  ) -> ScenarioKey {
    key(section, name, meaning, { ScenarioValue.quoted($0[keyPath: path]) }) {
      $0[keyPath: path] = try $1.text()
    }
  }

  private static func texts(
    _ section: String, _ name: String, _ meaning: String,
    _ path: any WritableKeyPath<Scenario, [String]> & Sendable
  ) -> ScenarioKey {
    key(
      section, name, meaning,
      { "[" + $0[keyPath: path].map(ScenarioValue.quoted).joined(separator: ", ") + "]" }
    ) { $0[keyPath: path] = try $1.texts() }
  }

  private static let top: [ScenarioKey] = [
    text("", "name", "a short name", \.name),
    text("", "title", "what it is, in a line", \.title),
    key(
      "", "direction",
      "look-up (a probe against all captures) or watch-list (each face against a list)",
      { $0.direction.rawValue }
    ) {
      let allowed = Scenario.Direction.allCases.map(\.rawValue)
      $0.direction = Scenario.Direction(rawValue: try $1.oneOf(allowed)) ?? .lookUp
    },
    texts("", "facts", "numbers that were published, with their source", \.facts),
    texts("", "assumptions", "what you chose where no figure is known", \.assumptions),
  ]

  private static let population: [ScenarioKey] = [
    text(
      "population", "model", "a preset (dlib-lfw, generic-512) or a file of lookalike simulate fit",
      \.model),
    whole("population", "people", "how many people pass the cameras", 1...1_000_000_000, \.people),
    number(
      "population", "relatives", "the share of people with a relative among them (assumed)", 0...1,
      \.relatives),
    number(
      "population", "resemblance",
      "how much relatives resemble each other: 0.5 siblings, near 1 twins",
      0...1, \.resemblance),
  ]

  private static let cameras: [ScenarioKey] = [
    whole("cameras", "count", "how many cameras are connected", 1...10_000_000, \.cameras),
    whole(
      "cameras", "faces-per-camera", "faces that each captures a day", 1...1_000_000,
      \.facesPerCamera),
    whole("cameras", "days", "how many days are kept", 1...3650, \.days),
    key(
      "cameras", "hours", "the first and the last hour in which faces pass",
      { "[\($0.hours[0]), \($0.hours[1])]" }
    ) {
      let hours = try $1.wholes(in: 0...23)
      guard hours.count == 2, hours[0] <= hours[1] else {
        throw $1.failure(
          "is no pair of hours", "Write the first and the last hour, such as [7, 22]")
      }
      $0.hours = hours
    },
    texts("cameras", "places", "where cameras stand; each belongs to one, in turn", \.places),
    key(
      "cameras", "conditions",
      "the shares of cameras by the condition of what they capture (\(conditionNames))",
      { scenario in
        "{"
          + scenario.conditions.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
          .joined(separator: ", ") + "}"
      }
    ) { $0.conditions = try $1.shares() },
  ]

  private static let searched: [ScenarioKey] = [
    whole("probes", "present", "probes of people who were captured", 0...1000, \.presentProbes),
    whole("probes", "absent", "probes of people who never were", 0...1000, \.absentProbes),
    whole("list", "people", "how many people are on the list", 1...1_000_000, \.listed),
    whole(
      "list", "passing", "how many of them pass, each as often as anyone", 0...1_000_000,
      \.listedPassing),
    text(
      "matching", "reference-condition",
      "the condition of probes, or of pictures on the list (the same names)",
      \.referenceCondition),
    number(
      "records", "mislabelled", "records with another's place and time, or name", 0...1,
      \.mislabelled),
    number("records", "duplicated", "records stored twice", 0...1, \.duplicated),
    number("records", "missing", "records lost", 0...1, \.missing),
  ]

  private static let matching: [ScenarioKey] = [
    whole("matching", "candidates", "how many candidates are shown", 1...1000, \.candidates),
    key(
      "matching", "threshold",
      "none, score:X (a distance or cosine) or fmr:X (two strangers match so often)",
      {
        switch $0.threshold {
        case .none: "none"
        case .score(let score): "score:\(score)"
        case .falseMatchRate(let rate): "fmr:\(rate)"
        }
      }
    ) { $0.threshold = try $1.threshold() },
    texts(
      "matching", "mappings",
      "how scores are shown: logistic, half-cosine, cosine, distance:ZERO, logistic:A,B",
      \.mappings),
    number(
      "matching", "percentage", "candidates shown at or above it are counted", 0...100, \.percentage
    ),
  ]

  private static let review: [ScenarioKey] = [
    whole(
      "review", "reviewers", "how many decide on each candidate; 0 for none", 0...99, \.reviewers),
    key(
      "review", "preset", "who they are: a preset of lookalike review presets",
      { $0.reviewerPreset }
    ) { $0.reviewerPreset = try $1.oneOf(ReviewerPreset.all.map(\.name)) },
    number("prices", "look-up", "what a look-up costs who asks for it", 0...1e9, \.lookUpPrice),
    number(
      "prices", "decision", "what a reviewer is paid for a decision", 0...1e6, \.decisionPrice),
    text("prices", "currency", "the currency of both", \.currency),
  ]
}

extension String {
  /// Levenshtein's distance: how many letters to insert, delete or replace.
  fileprivate func editDistance(to other: String) -> Int {
    let (left, right) = (Array(self), Array(other))
    var row = Array(0...right.count)
    for (i, letter) in left.enumerated() {
      var corner = row[0]
      row[0] = i + 1
      for j in right.indices {
        let next = Swift.min(row[j + 1] + 1, row[j] + 1, corner + (letter == right[j] ? 0 : 1))
        corner = row[j + 1]
        row[j + 1] = next
      }
    }
    return row[right.count]
  }
}
