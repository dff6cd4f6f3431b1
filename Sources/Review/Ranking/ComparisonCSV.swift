import Essentials

/// Reads comparisons: CSV with the columns winner and loser.
public enum ComparisonCSV {
  /// The comparisons in the file at `path`, and the columns that were passed over.
  ///
  /// - Throws: ``Failure`` naming the line of an empty name or an item compared with itself.
  public static func read(
    _ path: String
  ) throws -> (comparisons: [BradleyTerry.Comparison], ignored: [String]) {
    let reader = try CSVReader(path: path, required: ["winner", "loser"])
    var comparisons: [BradleyTerry.Comparison] = []
    while let row = try reader.next() {
      let comparison = BradleyTerry.Comparison(
        winner: try row.text("winner"), loser: try row.text("loser"))
      if comparison.winner == comparison.loser {
        throw row.malformed(
          "loser", "\"\(comparison.loser)\" is compared with itself", remedy: "Remove the line")
      }
      comparisons.append(comparison)
    }
    return (comparisons, reader.header.filter { $0 != "winner" && $0 != "loser" })
  }
}
