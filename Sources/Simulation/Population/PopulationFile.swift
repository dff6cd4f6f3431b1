public import Essentials

/// A simulated population written to files: templates (.npy) and who they are of (.csv beside it).
public struct PopulationFile: Sendable, Codable, Equatable {
  /// The preset or file of the model.
  public let model: String
  /// What the model was fitted on.
  public let source: String
  /// How many people.
  public let people: Int
  /// How many shots of each were tried.
  public let captures: Int
  /// The condition they were taken under.
  public let condition: String
  /// The seed.
  public let seed: UInt64
  /// How many templates were written.
  public let templates: Int
  /// How many shots gave no template since no face was found.
  public let notDetected: Int

  /// Draws a population and writes `path` and, beside it, the same name with `.csv`.
  ///
  /// - Throws: ``Failure`` (`refusedOutput`, `inputOutput`, `missingInput` for the condition); of the
  ///   two files either both are written or none.
  public static func write(
    _ population: SimulatedPeople, people: Int, captures: Int, condition: String, to path: String,
    replacing: Bool, threads: Int, progress: any ProgressObserver
  ) throws -> PopulationFile {
    let index = try population.model.condition(condition)
    var detected = 0
    for person in 0..<people {
      for capture in 0..<captures
      where population.isDetected(person: person, capture: capture, condition: index) {
        detected += 1
      }
    }
    let templates = try NumPyWriter(
      path: path, shape: [detected, population.model.dimension], replacing: replacing)
    let labels = try OutputFile(path: labelPath(path), replacing: replacing)
    try labels.write("row,subject,condition,capture,group\n")
    var row = 0
    try population.forEachCapture(
      people: 0..<people, captures: captures, condition: condition, threads: threads,
      progress: progress
    ) { capture in
      try templates.write(capture.template)
      let digits = String(capture.person)
      let subject = "s" + String(repeating: "0", count: max(0, 7 - digits.count)) + digits
      try labels.write(
        "\(row),\(subject),\(condition),\(capture.index),\(population.group(capture.person))\n")
      row += 1
    }
    try templates.commit()
    try labels.commit()
    return PopulationFile(
      model: population.model.name, source: population.model.source, people: people,
      captures: captures, condition: condition, seed: population.seed, templates: detected,
      notDetected: people * captures - detected)
  }

  /// Where the labels of the templates at `path` stand: the same name with `.csv`.
  public static func labelPath(_ path: String) -> String {
    (path.hasSuffix(".npy") ? String(path.dropLast(4)) : path) + ".csv"
  }
}
