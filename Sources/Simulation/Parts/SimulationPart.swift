public import Essentials
import Foundation

/// The parts of a scenario's run: a shard is a run of its captures.
///
/// The people looked for, and those on a list, are drawn again for each part; what is cut is the
/// passing faces, which is where the time goes.
public struct SimulationPart: Sendable {
  /// The kind of the parts.
  public static let kind = "simulate"

  /// The scenario.
  public let scenario: Scenario
  /// The seed.
  public let seed: UInt64
  private let found: Found

  /// What the payload holds.
  private enum Found: Sendable, Codable {
    case lookUp(probes: [LookUpRun.Probe], part: LookUpRun.Part)
    case watchList(WatchList.Tally)
  }

  private struct Payload: Codable {
    let scenario: Scenario
    let seed: UInt64
    let found: Found
  }

  /// Works out the part `shard` of a scenario's run.
  ///
  /// - Throws: ``Failure`` for what is wrong with the scenario.
  /// - Complexity: that of the run over the number of shards.
  public init(
    _ scenario: Scenario, seed: UInt64, shard: Shard, threads: Int,
    progress: any ProgressObserver = NoProgress()
  ) throws {
    self.scenario = scenario
    self.seed = seed
    let city = try SimulatedCity(scenario, seed: seed)
    switch scenario.direction {
    case .lookUp:
      let run = try LookUpRun(city, threads: threads, progress: progress)
      found = .lookUp(
        probes: run.probes, part: try run.run(shard: shard, threads: threads, progress: progress))
    case .watchList:
      found = .watchList(
        try WatchList(city).run(shard: shard, threads: threads, progress: progress))
    }
  }

  /// Whose part it is; the model by its parameters, since a file of that name may differ elsewhere.
  ///
  /// - Throws: ``Failure`` where the model can't be read.
  public static func header(
    _ scenario: Scenario, seed: UInt64, shard: Shard
  ) throws -> PartialResult.Header {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return PartialResult.Header(
      kind: kind,
      job: [
        "scenario": scenario.name, "settings": Digest.sha256(try encoder.encode(scenario)),
        "seed": "\(seed)",
        "population": Digest.sha256(try PopulationModel.named(scenario.model).json()),
      ], shard: shard)
  }

  /// Writes what was found to the part that `file` begins.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  public func write(to file: PartialResultWriter) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    try file.write(
      Array(try encoder.encode(Payload(scenario: scenario, seed: seed, found: found))))
  }

  /// Puts all parts of a run together.
  ///
  /// - Returns: what one run would have given.
  /// - Throws: ``Failure`` naming a part that is missing, doubled, of another run or unreadable, and
  ///   where the population is not the one that the parts were made with.
  public static func merge(_ parts: [PartialResult], threads: Int) throws -> SimulationResult {
    let parts = try PartialResult.complete(parts)
    let payloads = try parts.map { part -> Payload in
      guard part.header.kind == kind,
        let payload = try? JSONDecoder().decode(Payload.self, from: try part.payload()),
        payload.scenario.hours.count == 2,
        // The scenario must stand the checks that a file's would.
        (try? Scenario.read(payload.scenario.yaml, file: part.path)) == payload.scenario
      else { throw part.unreadable }
      return payload
    }
    let (scenario, seed) = (payloads[0].scenario, payloads[0].seed)
    let mine = try header(scenario, seed: seed, shard: parts[0].header.shard)
    guard mine.job == parts[0].header.job else {
      throw Failure(
        .mismatchedInput, "was made with another population \"\(scenario.model)\" than is here",
        file: parts[0].path, remedy: "Merge with the program and the population that made it")
    }
    let city = try SimulatedCity(scenario, seed: seed)
    let limits = city.countedLimits.count
    switch payloads[0].found {
    case .lookUp(let probes, var whole):
      for (file, payload) in zip(parts, payloads) {
        guard case .lookUp(let other, let part) = payload.found, other == probes,
          probes.allSatisfy({ $0.isOf(captures: scenario.captures) }),
          part.isOf(captures: scenario.captures, probes: probes.count, limits: limits)
        else { throw file.unreadable }
        if file.header.shard.index > 0 { whole.merge(part, keeping: scenario.candidates) }
      }
      return .lookUp(
        try LookUpResult(city, probes, whole, seed: seed, threads: threads))
    case .watchList(var whole):
      for (file, payload) in zip(parts, payloads) {
        guard case .watchList(let tally) = payload.found,
          tally.isOf(captures: scenario.captures)
        else { throw file.unreadable }
        if file.header.shard.index > 0 { whole.merge(tally, keeping: scenario.candidates) }
      }
      return .watchList(try WatchListResult(city, WatchList(city), whole, seed: seed))
    }
  }
}

/// What a scenario's run gave.
public enum SimulationResult: Sendable, Equatable {
  /// One probe against everything captured.
  case lookUp(LookUpResult)
  /// Each passing face against a list.
  case watchList(WatchListResult)

  /// Runs a scenario.
  ///
  /// - Throws: ``Failure`` for what is wrong with the scenario.
  public static func run(
    _ scenario: Scenario, seed: UInt64, threads: Int, progress: any ProgressObserver = NoProgress()
  ) throws -> SimulationResult {
    switch scenario.direction {
    case .lookUp:
      .lookUp(
        try LookUpResult.run(scenario, seed: seed, threads: threads, progress: progress))
    case .watchList:
      .watchList(
        try WatchListResult.run(scenario, seed: seed, threads: threads, progress: progress))
    }
  }
}
