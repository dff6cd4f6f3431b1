import Essentials

/// Where a scenario was read, so that what turns out wrong later can still be named by its line.
///
/// No part of a scenario's value: wherever two were read, they are the same if they say the same.
struct ScenarioSource: Sendable, Equatable {
  /// The file; nil for a preset.
  var file: String?
  /// The line of each key that the file gives, and of each item of a list ("matching.mappings.cosine").
  var lines: [String: Int] = [:]

  static func == (_: ScenarioSource, _: ScenarioSource) -> Bool { true }

  /// Forgets where a key stood that was since given another value.
  mutating func forget(_ path: String) {
    lines = lines.filter { $0.key != path && !$0.key.hasPrefix(path + ".") }
  }
}

extension Scenario {
  /// A failure of this scenario, with the file and the line where it has them.
  ///
  /// - Parameters:
  ///   - code: its kind.
  ///   - keys: the paths of the keys that it concerns, the likeliest to be wrong first: the first of
  ///     them that the file gives is named, for the others stand at their defaults.
  ///   - item: which item of the key's list, where it is one.
  ///   - summary: what is wrong, to follow the key.
  ///   - remedy: what to do.
  /// - Returns: the failure.
  func failure(
    _ code: Failure.Code, _ keys: String..., item: String? = nil, summary: String,
    remedy: String
  ) -> Failure {
    let key = keys.first { source.lines[$0] != nil } ?? keys[0]
    let line = item.flatMap { source.lines["\(key).\($0)"] } ?? source.lines[key]
    return Failure(
      code, "\(key): \(summary)", file: source.file, place: line.map { "line \($0)" },
      remedy: remedy)
  }
}
