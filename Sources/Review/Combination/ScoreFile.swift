import Essentials

/// Reads the algorithm's scores: CSV with the columns task and score.
public enum ScoreFile {
  /// The score of each task.
  ///
  /// - Throws: ``Failure`` naming the line of a value that is no finite number, or a task given twice.
  public static func read(_ path: String) throws -> [String: Double] {
    let reader = try CSVReader(path: path, required: ["task", "score"])
    var scores: [String: Double] = [:]
    while let row = try reader.next() {
      let task = try row.text("task")
      if scores.updateValue(try row.number("score"), forKey: task) != nil {
        throw row.malformed(
          "task", "\"\(task)\" has a score already", remedy: "Keep one of the lines")
      }
    }
    return scores
  }
}
