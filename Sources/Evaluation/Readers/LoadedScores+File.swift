public import Biometrics
import Essentials

extension LoadedScores {
  /// Reads the file at `path`; ``ScoreLayout/matrix`` has its own reader, since it needs labels.
  ///
  /// - Throws: ``Failure`` with the line for whatever is not as the layout says.
  /// - Complexity: O(n).
  public init(path: String, layout: ScoreLayout, polarity: Polarity = .similarity) throws {
    switch layout {
    case .fourColumns, .fiveColumns:
      self = .labelled(
        try LabelledComparisons(
          bobFile: path, columns: layout == .fourColumns ? 4 : 5, polarity: polarity))
    case .csv: self = try LoadedScores.csv(path, polarity)
    case .labelScore: self = try LoadedScores.labelScore(path, polarity)
    case .matrix:
      throw Failure(
        .missingInput, "is a matrix without labels", file: path,
        remedy: "Give --probe-labels, a CSV with a column subject and a line for each row")
    }
  }

  private static func csv(_ path: String, _ polarity: Polarity) throws -> LoadedScores {
    let reader = try CSVReader(path: path, required: ["score"])
    if reader.header.contains("probe") && reader.header.contains("reference") {
      var comparisons = LabelledComparisons(polarity: polarity)
      while let row = try reader.next() {
        try comparisons.append(
          probe: SubjectID(try row.text("probe")), reference: SubjectID(try row.text("reference")),
          score: try row.number("score"))
      }
      return .labelled(comparisons)
    }
    guard reader.header.contains("mated") else {
      throw Failure(
        .missingInput, "has neither columns \"probe\" and \"reference\" nor a column \"mated\"",
        file: path, place: "line 1", remedy: "Name the subjects compared, or 1 for mated, 0 not")
    }
    var mated: [Double] = []
    var nonMated: [Double] = []
    while let row = try reader.next() {
      let score = try row.number("score")
      switch label(try row.text("mated")) {
      case true?: mated.append(score)
      case false?: nonMated.append(score)
      case nil: throw row.malformed("mated", "is neither 1 nor 0")
      }
    }
    return .classes(try classes(mated, nonMated, polarity, path))
  }

  private static func labelScore(_ path: String, _ polarity: Polarity) throws -> LoadedScores {
    let lines = try TextLines(path: path)
    var mated: [Double] = []
    var nonMated: [Double] = []
    try lines.forEach { line, byte in
      let words = DecimalText.words(line)
      guard words.count == 2 else {
        throw lines.failure("has \(words.count) columns, not a label and a score", at: byte)
      }
      let score = try lines.score(words[1], at: byte)
      switch label(String(decoding: words[0], as: UTF8.self)) {
      case true?: mated.append(score)
      case false?: nonMated.append(score)
      case nil:
        throw lines.failure(
          "\"\(TextLines.shown(words[0]))\" is no label", at: byte,
          remedy: "Write 1 or mated, 0 or non-mated, before the score")
      }
    }
    return .classes(try classes(mated, nonMated, polarity, path))
  }

  private static func classes(
    _ mated: [Double], _ nonMated: [Double], _ polarity: Polarity, _ path: String
  ) throws -> ScoreDistribution {
    do {
      return try ScoreDistribution(mated: mated, nonMated: nonMated, polarity: polarity)
    } catch let failure as Failure {
      throw failure.inFile(path)
    }
  }

  private static func label(_ word: String) -> Bool? {
    switch word.lowercased() {
    case "1", "mated", "genuine", "true", "match": true
    case "0", "-1", "non-mated", "impostor", "false", "non-match": false
    default: nil
    }
  }
}
