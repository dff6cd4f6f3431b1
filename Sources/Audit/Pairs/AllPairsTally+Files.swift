public import Matching
public import Essentials

extension AllPairsTally {
  /// Writes the tail's most similar pairs as `first,second,score`.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  public func writePairs(to file: OutputFile) throws {
    try file.write("first,second,score\n")
    for pair in counts.pairs { try file.write("\(pair.first),\(pair.second),\(pair.score)\n") }
  }

  /// Writes per probe row its most similar non-mated row as `row,best,score`; rows of which none is
  /// known are left out.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  public func writeBest(to file: OutputFile) throws {
    try file.write("row,best,score\n")
    for (row, candidate) in best.enumerated() {
      if let candidate { try file.write("\(row),\(candidate.row),\(candidate.score)\n") }
    }
  }
}
