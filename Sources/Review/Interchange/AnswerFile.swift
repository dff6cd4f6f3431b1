import Essentials

/// Answers in any of the formats.
public enum AnswerFile {
  /// The answers in the file at `path`, in the file's order (peerannot: by task and worker).
  ///
  /// - Throws: ``Failure`` naming file, place and remedy.
  public static func read(_ path: String, format: AnswerFormat) throws -> [AnswerRecord] {
    switch format {
    case .csv: return try AnswerCSV.read(path).records
    case .labelStudio: return try LabelStudioJSON.read(path)
    case .peerannot: return try PeerannotJSON.read(path)
    case .mturk: return try TurkCSV.read(path)
    }
  }

  /// `records` in the form of `format`.
  ///
  /// - Throws: ``Failure`` (`mismatchedInput`) where the format can't hold them: peerannot with two
  ///   answers of one worker to one task.
  public static func encode(_ records: [AnswerRecord], format: AnswerFormat) throws -> String {
    switch format {
    case .csv: return AnswerCSV.encode(records)
    case .labelStudio: return try LabelStudioJSON.encode(records)
    case .peerannot: return try PeerannotJSON.encode(records)
    case .mturk: return TurkCSV.encode(records)
    }
  }

  /// What `format` can't hold of `records`, in words; empty where all is kept.
  public static func losses(_ records: [AnswerRecord], format: AnswerFormat) -> [String] {
    var losses: [String] = []
    let seconds = records.contains { $0.seconds != nil }
    let gold = records.contains { $0.isGold }
    let status = records.contains { $0.status != nil }
    if seconds && format == .peerannot { losses.append("times") }
    if gold && (format == .peerannot || format == .mturk) {
      losses.append("marks of known answers")
    }
    if status && (format == .peerannot || format == .labelStudio) {
      losses.append("approval status")
    }
    return losses
  }
}
