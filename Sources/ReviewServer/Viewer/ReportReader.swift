import Audit
import Essentials
import Foundation
import Reports
import Review

/// Turns the JSON that our own commands write into a page of ours; nothing else of it is shown.
enum ReportReader {
  /// The largest file.
  static let most = 8 << 20
  /// The commands whose JSON is known.
  static let commands = [
    "lookalike audit --format json", "lookalike simulate NAME --format json",
    "lookalike anatomy --format json", "lookalike review simulate NAME --format json",
  ]

  /// The page of `data`.
  ///
  /// - Throws: ``Problem`` 422 for anything that none of ``commands`` wrote.
  static func page(_ data: Data) throws -> Page {
    guard let keys = try? JSONDecoder().decode(Keys.self, from: data).names else {
      throw Problem.unfit("this is no JSON that the viewer knows: \(known)")
    }
    if keys.isSuperset(of: ["thresholdRule", "openSet"]) {
      return .audit(reading: try AuditReading.read(data, file: "the file"))
    }
    if keys.isSuperset(of: ["funnel", "ledger"]) {
      let outcome = try ScenarioOutcome.read(data, file: "the file")
      return .review(outcome, context: context(outcome.seed))
    }
    if keys.isSuperset(of: ["captures", "stored"]) { return try lookUp(data) }
    if keys.isSuperset(of: ["faces", "enrolled"]) { return try watchList(data) }
    if keys.isSuperset(of: ["effects", "falseHits"]) { return try anatomy(data) }
    throw Problem.unfit("this is no JSON that the viewer knows: \(known)")
  }

  /// The names of an object's members.
  private struct Keys: Decodable {
    let names: Set<String>

    private struct Name: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
      names = Set(try decoder.container(keyedBy: Name.self).allKeys.map(\.stringValue))
    }
  }

  private static let known = "it draws what \(commands.joined(separator: " and ")) write"
}
