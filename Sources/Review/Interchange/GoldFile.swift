import Essentials

/// Reads known labels: CSV with the columns task and label.
public enum GoldFile {
  /// The known label of each task.
  ///
  /// - Throws: ``Failure`` naming the line of an empty value, or of a task known twice to differ.
  public static func read(_ path: String) throws -> [String: String] {
    let reader = try CSVReader(path: path, required: ["task", "label"])
    var gold: [String: String] = [:]
    while let row = try reader.next() {
      let task = try row.text("task")
      let label = try row.text("label")
      if let known = gold.updateValue(label, forKey: task), known != label {
        throw row.malformed(
          "label", "\"\(label)\", but the same task was \"\(known)\" before",
          remedy: "Keep one of the lines")
      }
    }
    return gold
  }
}
