import Essentials
public import Review
public import Store

/// A study's answers for other tools, from the command line.
public struct StudyExport: Sendable {
  /// The file's text.
  public let text: String
  /// How many answers it holds.
  public let answers: Int
  /// What the format can't hold, in words.
  public let losses: [String]
  /// The log's end at that moment.
  public let head: LogHead

  /// What answers can be written as.
  public static var contents: [String] { StudyResults.Content.allCases.map(\.rawValue) }

  /// The answers of the study whose identifier begins with `study`.
  ///
  /// - Throws: ``Failure`` (`missingInput`) where no study or more than one does.
  public init(_ store: ConsoleStore, study: String, content: String, format: AnswerFormat)
    async throws
  {
    let matching = try await store.studies().filter { !study.isEmpty && $0.id.hasPrefix(study) }
    guard matching.count == 1, let content = StudyResults.Content(rawValue: content) else {
      throw Failure(
        .missingInput, "\(matching.count) studies begin with \"\(study)\"", file: store.folder,
        remedy: "Leave out --study and --to to list the studies")
    }
    let results = try await store.results(of: matching[0])
    let records = results.records(content)
    text = try AnswerFile.encode(records, format: format)
    answers = records.count
    losses = AnswerFile.losses(records, format: format)
    head = results.head
  }

  /// A line for each study: identifier, day, pairs, title.
  public static func list(_ store: ConsoleStore) async throws -> [String] {
    try await store.studies().map { study in
      "\(study.id)  \(StudyListMarkup.day(study.created))  \(study.pairs) pairs  "
        + study.design.title.oneLine
    }
  }
}
