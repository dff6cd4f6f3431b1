import Biometrics
import Statistics
public import Essentials
import Foundation

/// A scenario run over a grid of values, row by row into a CSV file, so that it can be taken up again.
public struct Sweep: Sendable {
  /// A key and the values it takes.
  public struct Axis: Sendable, Equatable {
    /// The key's path: "cameras.count".
    public let path: String
    /// The values, as they would stand in a scenario file.
    public let values: [String]

    /// Reads "cameras.count=100,1000".
    ///
    /// - Throws: ``Failure`` (`malformedInput`).
    public init(_ text: String) throws {
      let parts = text.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, let key = ScenarioKey.at(String(parts[0])) else {
        throw Failure(
          .malformedInput, "\"\(text)\" names no key with values",
          remedy:
            "Write it as cameras.count=100,1000; keys are those of lookalike simulate --template")
      }
      path = key.path
      values = parts[1].split(separator: ",").map(String.init)
      guard !values.isEmpty, Set(values).count == values.count else {
        throw Failure(
          .malformedInput, "\"\(text)\" names no values, or one twice",
          remedy: "Separate different values by commas")
      }
      guard !text.contains(where: { $0 == "\"" || $0.isNewline }) else {
        throw Failure(
          .malformedInput, "\(path): a value with a quote or a line end has no place in a row",
          remedy: "Write values without quotes")
      }
    }
  }

  /// One point of the grid with what was measured there.
  public struct Row: Sendable, Codable, Equatable {
    /// The value of each axis, in their order.
    public let values: [String]
    /// What was measured, in the order of ``Sweep/measures``; nil where it is not measurable.
    public let measures: [Double?]
  }

  /// The scenario that is varied.
  public let scenario: Scenario
  /// What is varied.
  public let axes: [Axis]
  /// The seed of every run.
  public let seed: UInt64
  /// Of the scenario and its population: what the rows depend on besides.
  let digest: String

  /// Makes it, trying every value.
  ///
  /// - Throws: ``Failure`` (`malformedInput`, `mismatchedInput`) for a value that its key does not
  ///   take, or that has no meaning in the scenario.
  public init(_ scenario: Scenario, axes: [Axis], seed: UInt64) throws {
    guard Set(axes.map(\.path)).count == axes.count, !axes.isEmpty else {
      throw Failure(
        .malformedInput, "a sweep needs different keys to vary", remedy: "Give each --over once")
    }
    guard axes.reduce(1.0, { $0 * Double($1.values.count) }) <= 100_000 else {
      throw Failure(
        .malformedInput, "the grid has more than 100,000 points", remedy: "Give fewer values")
    }
    self.scenario = scenario
    self.axes = axes
    self.seed = seed
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    // The population by its parameters, since a file of that name may change.
    var settings =
      try encoder.encode(scenario) + PopulationModel.named(scenario.model).json()
    for axis in axes where axis.path == "population.model" {
      for value in axis.values {
        let varied = try scenario.setting(axis.path, to: value)
        settings += try PopulationModel.named(varied.model).json()
      }
    }
    // Shortened: it is no file's digest.
    digest = String(Digest.sha256(settings).prefix(16))
    let outside = axes.indices.filter { Sweep.outside.contains(axes[$0].path) }
    var tried: Set<[String]> = []
    for point in points {
      let scenario = try self.scenario(point)
      guard scenario.direction == self.scenario.direction else {
        throw Failure(
          .mismatchedInput, "direction: a look-up and a watch list have no measures in common",
          remedy: "Run a sweep for each, with --set direction=\(scenario.direction.rawValue)")
      }
      if tried.insert(outside.map { point[$0] }).inserted { try scenario.validateFile() }
    }
  }

  /// Keys of what is looked up outside the scenario, which takes too long for every point.
  private static let outside = [
    "population.model", "cameras.conditions", "matching.reference-condition", "matching.mappings",
    "matching.threshold",
  ]

  /// The points of the grid, the last axis fastest.
  public var points: [[String]] {
    axes.reduce([[]]) { points, axis in points.flatMap { point in axis.values.map { point + [$0] } }
    }
  }

  /// The names of what is measured.
  public var measures: [String] {
    switch scenario.direction {
    case .lookUp:
      [
        "captures stored", "median best stranger, absent", "median shown for it",
        "median expected best stranger", "absent probes with a false hit at the percentage",
        "absent probes", "present probes wrong at first", "present probes",
        "median rank of the best mate",
      ]
    case .watchList:
      [
        "false alerts", "faces not on the list", "true alerts", "faces on the list",
        "alerts right", "alerts",
      ]
    }
  }

  /// Runs the points that the file at `path` does not hold yet, adding a row for each.
  ///
  /// A file that was cut off in the middle of a row is taken up at that row; one that was cut off before
  /// its first row, or is empty, is begun anew.
  ///
  /// - Parameters:
  ///   - path: the file of the rows.
  ///   - replacing: whether a file that is not of this sweep may be replaced.
  ///   - threads: how many threads work; the rows do not depend on it.
  ///   - progress: told of points done.
  /// - Returns: the rows of all points, in their order.
  /// - Throws: ``Failure`` (`refusedOutput` where the file is of another sweep, holds other points, is no
  ///   regular file or is being written by another process; `inputOutput`).
  public func run(
    path: String, replacing: Bool = false, threads: Int, progress: any ProgressObserver
  ) throws -> [Row] {
    let points = points
    let file = try SweepFile(path)
    let earlier = try file.text()
    var rows: [Row]
    do {
      rows = try self.rows(in: earlier, path)
    } catch let failure as Failure where failure.code == .refusedOutput && replacing {
      rows = []
    }
    // What was cut off goes.
    try file.begin(
      with: ([head] + rows.map(line)).map { $0 + "\n" }.joined(), holding: earlier)
    for point in points.dropFirst(rows.count) {
      let row = Row(
        values: point, measures: try measure(point, threads: threads, progress: progress))
      try file.add(line(row) + "\n")
      rows.append(row)
      progress.report(task: "sweep", done: rows.count, total: points.count, unit: "points")
    }
    return rows
  }

  private func scenario(_ point: [String]) throws -> Scenario {
    try zip(axes, point).reduce(scenario) { try $0.setting($1.0.path, to: $1.1) }
  }

  var head: String {
    // A name may hold whatever its author liked; the head is one line of CSV.
    let name = scenario.name.oneLine.replacing("\"", with: "\"\"")
    return
      (axes.map(\.path) + measures.map { "\"\($0)\"" }
      + ["\"\(name) seed \(seed) settings \(digest)\""])
      .joined(separator: ",")
  }

  func line(_ row: Row) -> String {
    (row.values + row.measures.map { $0.map(Sweep.exact) ?? "" } + [""]).joined(separator: ",")
  }

  /// A measure in full; a count without a decimal point.
  private static func exact(_ measure: Double) -> String {
    Int(exactly: measure).map { "\($0)" } ?? "\(measure)"
  }

  /// The whole rows in `text`, the file at `path`.
  private func rows(in text: String, _ path: String) throws -> [Row] {
    // Killed before its head was whole, a sweep has done nothing yet.
    if (head + "\n").utf8.starts(with: text.utf8) { return [] }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    // The last part has no line end: it was cut off, or is empty.
    if !lines.isEmpty { lines.removeLast() }
    guard lines.first == head else {
      throw Failure(
        .refusedOutput, "exists already and is not of this sweep", file: path,
        remedy: "Name another file, or add --force to replace it")
    }
    var rows: [Row] = []
    let points = points
    for (place, line) in lines.dropFirst().enumerated() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard place < points.count, fields.count == axes.count + measures.count + 1,
        fields.starts(with: points[place])
      else {
        throw Failure(
          .refusedOutput, "holds a row of other values", file: path, place: "line \(place + 2)",
          remedy:
            "Name another file, give --over the values that it was begun with, or add --force to begin anew"
        )
      }
      let point = points[place]
      rows.append(
        Row(
          values: point,
          measures: fields.dropFirst(axes.count).prefix(measures.count).map { Double($0) }))
    }
    return rows
  }

  func measure(
    _ point: [String], threads: Int, progress: any ProgressObserver
  ) throws -> [Double?] {
    let scenario = try scenario(point)
    if scenario.direction == .watchList {
      let result = try WatchListResult.run(
        scenario, seed: seed, threads: threads, progress: progress)
      return [result.falseAlerts, result.trueAlerts, result.correctAmongAlerts].flatMap {
        [Double($0.events), Double($0.trials)]
      }
    }
    let result = try LookUpResult.run(scenario, seed: seed, threads: threads, progress: progress)
    let mapping = scenario.mappings[0]
    let hits = result.absent.map { side in
      side.probes.count {
        ($0.candidates.first?.percentages[mapping] ?? 0) >= scenario.percentage
      }
    }
    let ranks = (result.present?.probes.compactMap(\.rankOfBestMate) ?? []).sorted()
    return [
      Double(result.stored), result.absent?.medianBestStranger,
      result.absent?.medianBestPercentage[mapping], result.absent?.medianExpectedBestStranger,
      hits.map(Double.init), result.absent.map { Double($0.probes.count) },
      result.present.map { Double($0.wrongAtFirst.events) },
      result.present.map { Double($0.wrongAtFirst.trials) },
      ranks.isEmpty ? nil : Double(ranks[(ranks.count - 1) / 2]),
    ]
  }
}
