import Essentials
import Foundation
import Reports
import Simulation
import Statistics

// What `lookalike simulate` and `lookalike anatomy` write, held to what they could have written, so that
// a made-up file can do no more than show wrong numbers.
extension ReportReader {
  /// The page of a simulated look-up.
  static func lookUp(_ data: Data) throws -> Page {
    let result: LookUpResult = try read(data)
    try demand(!result.limits.isEmpty && result.expectedPeople.magnitude < 1e15)
    return .lookUp(result, context: context(result.seed))
  }

  /// The page of a simulated watch list.
  static func watchList(_ data: Data) throws -> Page {
    let result: WatchListResult = try read(data)
    try demand(!result.limits.isEmpty && (0...1 << 53).contains(result.mistakenAlerts))
    return .watchList(result, context: context(result.seed))
  }

  /// The page of an anatomy.
  static func anatomy(_ data: Data) throws -> Page {
    let anatomy: Anatomy = try read(data)
    try demand(!anatomy.limits.isEmpty && anatomy.effects.count <= 100)
    return .anatomy(anatomy, context: context(anatomy.seed))
  }

  static func context(_ seed: UInt64) -> ReportContext {
    ReportContext(inputs: [], version: "drawn from a file", seed: seed)
  }

  private static func read<T: Decodable>(_ data: Data) throws -> T {
    guard let value = try? JSONDecoder().decode(T.self, from: data) else { throw foreign }
    return value
  }

  private static func demand(_ holds: Bool) throws {
    if !holds { throw foreign }
  }

  private static let foreign = Problem.unfit("the file is not what lookalike simulate writes")
}
