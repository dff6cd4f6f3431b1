import Biometrics
import Essentials

extension LabelledComparisons {
  /// Writes the comparisons in `layout`, one a line, in their order.
  ///
  /// Scores are written in the shortest form that reads back as the same float64. Templates have no
  /// names here, so bob's label columns name the subjects; bob's columns end at blanks, so a subject
  /// with a blank in its name is refused there. A matrix has its own writer.
  ///
  /// - Throws: ``Failure`` (`refusedOutput`, `inputOutput`; `mismatchedInput` for a name that the
  ///   layout can't hold).
  /// - Complexity: O(n).
  public func write(to path: String, layout: ScoreLayout, replacing: Bool = false) throws {
    precondition(layout != .matrix, "a matrix has its own writer")
    let names = subjects.map(\.name)
    let isBob = layout == .fourColumns || layout == .fiveColumns
    if isBob, names.contains(where: { $0.contains(where: \.isWhitespace) }) {
      throw Failure(
        .mismatchedInput, "a subject's name holds a blank, which ends a column there", file: path,
        remedy: "Write CSV, or rename the subjects")
    }
    let file = try OutputFile(path: path, replacing: replacing)
    if layout == .csv { try file.write("probe,reference,score\n") }
    for index in scores.indices {
      let (probe, reference) = (names[Int(probes[index])], names[Int(references[index])])
      let score = "\(scores[index])"
      switch layout {
      case .fourColumns: try file.write("\(reference) \(probe) \(probe) \(score)\n")
      case .fiveColumns: try file.write("\(reference) \(reference) \(probe) \(probe) \(score)\n")
      case .csv, .matrix: try file.write(CSVLine.encode([probe, reference, score]))
      case .labelScore: try file.write("\(isMated(index) ? 1 : 0) \(score)\n")
      }
    }
    try file.commit()
  }
}

extension LoadedScores {
  /// Writes the scores in `layout`; see ``LabelledComparisons/write(to:layout:replacing:)``.
  ///
  /// Where the subjects are not known, CSV has the columns `mated` and `score`, in order of score.
  ///
  /// - Throws: ``Failure`` (`refusedOutput`, `inputOutput`; `mismatchedInput` for a layout that needs
  ///   the subjects).
  public func write(to path: String, layout: ScoreLayout, replacing: Bool = false) throws {
    switch self {
    case .labelled(let comparisons):
      try comparisons.write(to: path, layout: layout, replacing: replacing)
    case .classes(let scores):
      guard layout == .csv || layout == .labelScore else {
        throw Failure(
          .mismatchedInput, "this layout names subjects, and the scores do not", file: path,
          remedy: "Choose csv or label-score")
      }
      let file = try OutputFile(path: path, replacing: replacing)
      if layout == .csv { try file.write("mated,score\n") }
      let separator = layout == .csv ? "," : " "
      var lines: [String] = []
      scores.forEachStep { step in
        for _ in 0..<step.mated { lines.append("1\(separator)\(step.score)\n") }
        for _ in 0..<step.nonMated { lines.append("0\(separator)\(step.score)\n") }
      }
      for line in lines { try file.write(line) }
      try file.commit()
    }
  }
}

extension ScoreDistribution {
  /// Writes one text file a class, one score a line, from the least to the most similar.
  ///
  /// - Throws: ``Failure`` (`refusedOutput`, `inputOutput`); no file appears half-written.
  /// - Complexity: O(n).
  public func write(matedTo mated: String, nonMatedTo nonMated: String, replacing: Bool = false)
    throws
  {
    let files = (
      try OutputFile(path: mated, replacing: replacing),
      try OutputFile(path: nonMated, replacing: replacing)
    )
    func write<Key: ScoreKey>(_ keys: [Key], _ file: OutputFile) throws {
      for key in keys { try file.write("\(inPolarity(key.score))\n") }
    }
    switch storage {
    case .single(let classes):
      try write(classes.mated, files.0)
      try write(classes.nonMated, files.1)
    case .double(let classes):
      try write(classes.mated, files.0)
      try write(classes.nonMated, files.1)
    }
    try files.0.commit()
    try files.1.commit()
  }
}
