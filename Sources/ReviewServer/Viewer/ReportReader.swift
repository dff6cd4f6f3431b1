import Audit
import Essentials
import Foundation
import Reports
import Review

/// Turns the JSON that our own commands write into a page of ours; nothing else of it is shown.
enum ReportReader {
  /// The largest file.
  static let most = 8 << 20
  /// The kinds that are known, with the commands that write them.
  static let commands = [
    "lookalike audit --format json", "lookalike review simulate --format json",
  ]

  /// The page of `data`.
  ///
  /// - Throws: ``Problem`` 422 for anything that none of ``commands`` wrote.
  static func page(_ data: Data) throws -> Page {
    struct Kind: Decodable {
      let scenario: String?
      let thresholdRule: String?
    }
    guard let kind = try? JSONDecoder().decode(Kind.self, from: data) else {
      throw Problem.unfit("this is no JSON that the viewer knows: \(known)")
    }
    if kind.thresholdRule != nil {
      return .audit(reading: try AuditReading.read(data, file: "the file"))
    }
    if kind.scenario != nil {
      let outcome = try ScenarioOutcome.read(data, file: "the file")
      return .review(
        outcome,
        context: ReportContext(inputs: [], version: "drawn from a file", seed: outcome.seed))
    }
    throw Problem.unfit("this is no JSON that the viewer knows: \(known)")
  }

  private static let known = "it draws what \(commands.joined(separator: " and ")) write"
}
