import Biometrics
import Essentials

extension Scenario {
  /// Checks what no key can check alone.
  ///
  /// - Throws: ``Failure`` (`mismatchedInput`) with file, line and key.
  func validate() throws {
    func check(_ holds: Bool, _ failure: @autoclosure () -> Failure) throws {
      if !holds { throw failure() }
    }
    let (captures, overflow) = cameras.multipliedReportingOverflow(by: facesPerCamera)
    try check(
      !overflow && captures < 1 << 40 && captures * days < 1 << 40,
      failure(
        .mismatchedInput, "cameras.count", "cameras.faces-per-camera", "cameras.days",
        summary: "cameras, faces and days make more than 10¹² captures", remedy: "Lower one of them"
      ))
    try check(
      people + absentProbes + listed < 1 << 32,
      failure(
        .mismatchedInput, "population.people", summary: "there are more than four billion people",
        remedy: "Lower it"))
    if direction == .lookUp {
      try check(
        presentProbes + absentProbes > 0,
        failure(
          .mismatchedInput, "probes.present", "probes.absent", summary: "a look-up without probes",
          remedy: "Set probes.present or probes.absent"))
      try check(
        presentProbes <= people,
        failure(
          .mismatchedInput, "probes.present", "population.people",
          summary: "\(presentProbes) people are to be looked for, and \(people) pass the cameras",
          remedy: "Lower probes.present, or raise population.people"))
    } else {
      try check(
        listedPassing <= listed,
        failure(
          .mismatchedInput, "list.passing", "list.people",
          summary: "\(listedPassing) of those on the list pass, and \(listed) are on it",
          remedy: "Lower list.passing, or raise list.people"))
      try check(
        listedPassing <= people,
        failure(
          .mismatchedInput, "list.passing", "population.people",
          summary: "\(listedPassing) of those on the list pass, and \(people) people do",
          remedy: "Lower list.passing, or raise population.people"))
    }
    try check(
      mislabelled + duplicated + missing <= 1,
      failure(
        .mismatchedInput, "records.missing", "records.duplicated", "records.mislabelled",
        summary: "the shares of record errors add up to more than 1", remedy: "Lower one of them"))
    try check(
      !mappings.isEmpty,
      failure(
        .mismatchedInput, "matching.mappings", summary: "no mapping is named",
        remedy: "Name one, such as [logistic]"))
    for (place, name) in mappings.enumerated() where mappings.prefix(place).contains(name) {
      throw failure(
        .mismatchedInput, "matching.mappings", item: name, summary: "\(name) is named twice",
        remedy: "Name it once")
    }
    try check(
      !places.isEmpty && places.allSatisfy { !$0.isEmpty },
      failure(
        .mismatchedInput, "cameras.places", summary: "no place is named",
        remedy: "Name one, such as [street]"))
  }

  /// Checks what only a whole file can be held to: names that stand for something outside the scenario
  /// (population, conditions, mappings), and the threshold.
  ///
  /// - Throws: ``Failure`` with file, line and key.
  func validateFile() throws {
    func resolve<Value>(
      _ key: String, item: String? = nil, remedy: String? = nil, _ body: () throws -> Value
    ) throws -> Value {
      do {
        return try body()
      } catch let failure as Failure {
        let named = failure.file.map { "\($0): " } ?? ""
        throw self.failure(
          .mismatchedInput, key, item: item, summary: named + failure.summary,
          remedy: remedy ?? failure.remedy ?? "Name another")
      }
    }
    if direction == .watchList, threshold == .none { throw thresholdMissing }
    let population = try resolve("population.model") { try PopulationModel.named(model) }
    for name in conditions.keys.sorted() {
      _ = try resolve("cameras.conditions", item: name) { try population.condition(name) }
    }
    _ = try resolve("matching.reference-condition") { try population.condition(referenceCondition) }
    for name in mappings {
      let fitting =
        population.metric == .euclidean
        ? "logistic, half-cosine, cosine, distance:ZERO, logistic:INTERCEPT,SLOPE"
        : "logistic, half-cosine, cosine, logistic:INTERCEPT,SLOPE"
      _ = try resolve("matching.mappings", item: name, remedy: "Write one of \(fitting)") {
        try ShownMapping(name, model: population)
      }
    }
    try checkThreshold(population)
  }

  /// A watch list without a threshold.
  var thresholdMissing: Failure {
    failure(
      .mismatchedInput, "matching.threshold", "direction",
      summary: "a watch list needs a threshold",
      remedy: "Set matching.threshold, such as score:0.5 or fmr:0.000001")
  }

  /// Checks that a threshold can be a score of this population.
  ///
  /// - Throws: ``Failure`` (`mismatchedInput`).
  func checkThreshold(_ population: PopulationModel) throws {
    guard case .score(let score) = threshold else { return }
    // No two templates are a thousand apart, and what has no square can't be compared.
    if population.metric == .euclidean, score <= 0 || score > 1000 {
      throw failure(
        .mismatchedInput, "matching.threshold",
        summary: "\(score) is no distance of templates",
        remedy: "Write one above 0 and up to 1000, such as score:0.5; less is more alike")
    }
    if population.metric != .euclidean, !(-1...1).contains(score) {
      throw failure(
        .mismatchedInput, "matching.threshold", summary: "\(score) is no cosine",
        remedy: "Write one from -1 to 1, such as score:0.4; more is more alike")
    }
  }
}
