import Biometrics
import Essentials

extension Scenario {
  /// Checks what no key can check alone.
  ///
  /// - Parameters:
  ///   - file: the file it was read from.
  ///   - lines: where each key that it gives stands.
  /// - Throws: ``Failure`` (`mismatchedInput`) with file, line and key.
  func validate(file: String?, lines: [String: Int] = [:]) throws {
    func check(_ holds: Bool, _ key: String, _ summary: String, _ remedy: String) throws {
      if !holds {
        throw Scenario.failure(key, summary, remedy, file: file, lines: lines)
      }
    }
    let (captures, overflow) = cameras.multipliedReportingOverflow(by: facesPerCamera)
    try check(
      !overflow && captures < 1 << 40 && captures * days < 1 << 40, "cameras.count",
      "cameras, faces and days make more than 10¹² captures", "Lower one of them")
    try check(
      people + absentProbes + listed < 1 << 32, "population.people",
      "there are more than four billion people", "Lower it")
    try check(
      presentProbes + absentProbes > 0 || direction == .watchList, "probes.present",
      "a look-up without probes", "Set probes.present or probes.absent")
    try check(
      listedPassing <= listed, "list.passing", "more than list.people", "Lower it")
    try check(
      listedPassing <= people, "list.passing", "more than population.people", "Lower it")
    try check(
      mislabelled + duplicated + missing <= 1, "records.missing",
      "the shares of record errors add up to more than 1", "Lower one of them")
    try check(
      !mappings.isEmpty, "matching.mappings", "no mapping is named", "Name one, such as [logistic]")
    try check(
      !places.isEmpty && places.allSatisfy { !$0.isEmpty }, "cameras.places", "no place is named",
      "Name one, such as [street]")
  }

  /// Checks what only a whole file can be held to: names that stand for something outside the scenario
  /// (population, conditions, mappings), and a watch list's threshold.
  ///
  /// - Throws: ``Failure`` with file, line and key.
  func validateFile(file: String, lines: [String: Int]) throws {
    func resolve<Value>(_ key: String, _ body: () throws -> Value) throws -> Value {
      do {
        return try body()
      } catch let failure as Failure {
        let named = failure.file.map { "\($0): " } ?? ""
        throw Scenario.failure(
          key, named + failure.summary, failure.remedy ?? "Name another", file: file, lines: lines)
      }
    }
    if direction == .watchList, threshold == .none {
      let key = lines["matching.threshold"] == nil ? "direction" : "matching.threshold"
      throw Scenario.failure(
        key, "a watch list needs a threshold",
        "Set matching.threshold, such as score:0.5 or fmr:0.000001", file: file, lines: lines)
    }
    let population = try resolve("population.model") { try PopulationModel.named(model) }
    try resolve("cameras.conditions") {
      for name in conditions.keys.sorted() { _ = try population.condition(name) }
    }
    _ = try resolve("matching.reference-condition") { try population.condition(referenceCondition) }
    try resolve("matching.mappings") {
      for name in mappings { _ = try ShownMapping(name, model: population) }
    }
  }

  private static func failure(
    _ key: String, _ summary: String, _ remedy: String, file: String?, lines: [String: Int]
  ) -> Failure {
    Failure(
      .mismatchedInput, "\(key): \(summary)", file: file, place: lines[key].map { "line \($0)" },
      remedy: remedy)
  }
}
