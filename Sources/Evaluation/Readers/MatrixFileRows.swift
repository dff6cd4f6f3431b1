public import Biometrics
import Essentials

/// A matrix of scores by rows.
enum ScoreMatrixFile {
  case array(NumPyReader)
  case vectors(FvecsReader)

  init(path: String) throws {
    self =
      path.hasSuffix(".fvecs")
      ? .vectors(try FvecsReader(path: path)) : .array(try NumPyReader(path: path))
  }

  var rows: Int {
    switch self {
    case .array(let reader): reader.rows
    case .vectors(let reader): reader.rows
    }
  }

  var columns: Int {
    switch self {
    case .array(let reader): reader.columns
    case .vectors(let reader): reader.columns
    }
  }

  /// The rows `range`, row after row, rounded to float32.
  func floats(_ range: Range<Int>) throws -> [Float] {
    switch self {
    case .array(let reader): try reader.rowFloats(range)
    case .vectors(let reader): try reader.rowFloats(range)
    }
  }

  /// Row `index`, without loss.
  func row(_ index: Int) throws -> [Double] {
    switch self {
    case .array(let reader): try reader.rowDoubles(index..<index + 1)
    case .vectors(let reader): try reader.rowFloats(index..<index + 1).map { Double($0) }
    }
  }
}

/// A file of scores (`.npy` or `.fvecs`), a row a probe and a column a reference, read as needed.
///
/// Scores are taken as float32. The labels' subjects say whose the rows and columns are.
public struct MatrixFileRows: ComparisonRows {
  /// The people on both sides.
  public let people: SearchPeople
  /// Whether the columns are the rows' own templates.
  public let isWithinGallery: Bool
  /// Which end of the scale is the similar one.
  public let polarity: Polarity
  private let matrix: ScoreMatrixFile
  private let path: String

  /// The person of each row.
  public var probes: [Int] { people.probes }
  /// The person of each column.
  public var references: [Int] { people.references }
  /// How many people there are.
  public var subjects: Int { people.subjects.count }

  /// Opens the file; without `references` the columns are the rows' own templates.
  ///
  /// - Throws: ``Failure`` (`mismatchedInput`) where sizes don't go together.
  public init(
    path: String, probes: TemplateLabels, references: TemplateLabels?, polarity: Polarity
  ) throws {
    matrix = try ScoreMatrixFile(path: path)
    self.path = path
    self.polarity = polarity
    isWithinGallery = references == nil
    people = SearchPeople(probes: probes, references: references ?? probes)
    for (labels, count, what) in [
      (probes, matrix.rows, "rows"), (references ?? probes, matrix.columns, "columns"),
    ] where labels.subjects.count != count {
      throw Failure(
        .mismatchedInput,
        "names \(labels.subjects.count) subjects for \(count) \(what) of \(path)",
        file: labels.file,
        remedy: references == nil
          ? "Give one line for each, and --reference-labels for a matrix that is not square"
          : "Give one line for each")
    }
  }

  /// The scores of `range`.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) with row and column for a score that is not finite,
  ///   (`inputOutput`) where the file can't be read.
  public func scores(probes range: Range<Int>) throws -> [Float] {
    let scores = try matrix.floats(range)
    // Added up, one check tells of any number that is not finite.
    var sum: Float = 0
    for score in scores { sum += score - score }
    if sum == 0 { return scores }
    let columns = matrix.columns
    for (place, score) in scores.enumerated() where !score.isFinite {
      let (row, column) = (range.lowerBound + place / columns, place % columns)
      // A template against itself is left out.
      if isWithinGallery && row == column { continue }
      throw Failure(
        .malformedInput, "the score is \(score), not a finite number", file: path,
        place: "row \(row), column \(column)",
        remedy: "Remove failed comparisons and count them as failures to enrol or acquire")
    }
    return scores
  }
}
