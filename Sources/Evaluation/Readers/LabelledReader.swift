public import Biometrics
import Essentials

extension LabelledComparisons {
  /// Reads bob's score text, four or five columns.
  ///
  /// - Throws: ``Failure`` with the line for a wrong number of columns or a score that is not finite.
  /// - Complexity: O(n).
  public init(bobFile path: String, columns: Int, polarity: Polarity = .similarity) throws {
    precondition(columns == 4 || columns == 5)
    self.init(polarity: polarity)
    let lines = try TextLines(path: path)
    var numbers: [ArraySlice<UInt8>: Int32] = [:]
    try lines.forEach { line, byte in
      let words = DecimalText.words(line)
      guard words.count == columns else {
        throw lines.failure(
          "has \(words.count) columns, not \(columns)", at: byte,
          remedy: words.count == 9 - columns
            ? "Try --layout \(9 - columns)col" : "Mend or remove the line")
      }
      func number(_ word: ArraySlice<UInt8>) -> Int32 {
        if let number = numbers[word] { return number }
        let number = self.number(of: SubjectID(String(decoding: word, as: UTF8.self)))
        numbers[ArraySlice(Array(word))] = number
        return number
      }
      let score = try lines.score(words[columns - 1], at: byte)
      try append(
        probe: number(words[columns - 3]), reference: number(words[0]), score: score)
    }
  }

  /// Reads a matrix of scores, a row a probe and a column a reference (`.npy` or `.fvecs`).
  ///
  /// - Parameters:
  ///   - path: the matrix.
  ///   - probes: a CSV with a column `subject`, a line for each row.
  ///   - references: the same for each column; nil where the columns are the rows' own templates: the
  ///     diagonal, each template with itself, is then left out, and so is one of each two comparisons
  ///     that mirror each other.
  ///   - polarity: which end of the scale is the similar one.
  /// - Throws: ``Failure`` where sizes don't go together or a score is not finite.
  /// - Complexity: O(rows · columns).
  public init(
    matrixFile path: String, probes: String, references: String?,
    polarity: Polarity = .similarity
  ) throws {
    self.init(polarity: polarity)
    let matrix = try ScoreMatrixFile(path: path)
    let rows = try subjects(probes, count: matrix.rows, of: "rows", path)
    let columns =
      try references.map { try subjects($0, count: matrix.columns, of: "columns", path) } ?? rows
    if columns.count != matrix.columns {
      throw Failure(
        .mismatchedInput, "has \(matrix.rows) rows and \(matrix.columns) columns", file: path,
        remedy: "Give --reference-labels for a matrix that is not square")
    }
    for row in 0..<matrix.rows {
      let scores = try matrix.row(row)
      for column in (references == nil ? row + 1 : 0)..<matrix.columns {
        guard scores[column].isFinite else {
          throw Failure(
            .malformedInput, "the score is \(scores[column]), not a finite number", file: path,
            place: "row \(row), column \(column)",
            remedy: "Remove failed comparisons and count them as failures to enrol or acquire")
        }
        try append(probe: rows[row], reference: columns[column], score: scores[column])
      }
    }
  }

  private mutating func subjects(
    _ labels: String, count: Int, of what: String, _ matrix: String
  ) throws -> [Int32] {
    let reader = try CSVReader(path: labels, required: ["subject"])
    var numbers: [Int32] = []
    while let row = try reader.next() {
      numbers.append(number(of: SubjectID(try row.text("subject"))))
    }
    guard numbers.count == count else {
      throw Failure(
        .mismatchedInput, "names \(numbers.count) subjects for \(count) \(what) of \(matrix)",
        file: labels, remedy: "Give one line for each of the \(what)")
    }
    return numbers
  }
}

extension TextLines {
  /// The finite number that `word` spells.
  func score(_ word: ArraySlice<UInt8>, at byte: Int) throws -> Double {
    guard let score = DecimalText.number(word) else {
      throw failure("\"\(TextLines.shown(word))\" is not a number", at: byte)
    }
    guard score.isFinite else { throw notFinite(score, at: byte) }
    return score
  }
}
