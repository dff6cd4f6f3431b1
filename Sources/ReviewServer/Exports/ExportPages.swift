import Essentials
import Foundation
import HTTPTypes
import Hummingbird
import Reports
import Review
import Store

/// Downloads, and the answers aggregated on the spot; for auditors.
struct ExportPages: Sendable {
  let console: Console

  func add(to router: Router<ConsoleContext>) {
    router.get("/studies/:study/export/:content/:format") { _, context in
      try await answers(context)
    }
    router.get("/studies/:study/files/:file") { _, context in try await file(context) }
    router.get("/studies/:study/aggregate/:method") { _, context in try await aggregate(context) }
  }

  private func results(_ context: ConsoleContext) async throws -> StudyResults {
    _ = try context.person(.auditor)
    return try await console.store.results(of: console.study(context))
  }

  private func answers(_ context: ConsoleContext) async throws -> Response {
    let results = try await results(context)
    guard
      let content = context.parameters.get("content").flatMap(StudyResults.Content.init),
      let format = context.parameters.get("format").flatMap(AnswerFormat.init)
    else { throw Problem.notFound }
    let isCSV = format == .csv || format == .mturk
    return Download(
      name: "\(content.rawValue).\(format.rawValue).\(isCSV ? "csv" : "json")",
      type: isCSV ? "text/csv; charset=utf-8" : "application/json",
      text: try AnswerFile.encode(results.records(content), format: format), head: results.head
    ).response
  }

  private func file(_ context: ConsoleContext) async throws -> Response {
    let name = context.parameters.get("file") ?? ""
    if name == "log.jsonl" { return try await log(context) }
    let results = try await results(context)
    let (type, text): (String, String)
    switch name {
    case "pairs.csv": (type, text) = ("text/csv; charset=utf-8", results.pairsCSV)
    case "gold.csv": (type, text) = ("text/csv; charset=utf-8", results.goldCSV)
    case "pay.json": (type, text) = ("application/json", try ExportPages.json(results.ledger))
    default: throw Problem.notFound
    }
    return Download(name: name, type: type, text: text, head: results.head).response
  }

  private func log(_ context: ConsoleContext) async throws -> Response {
    _ = try context.person(.auditor)
    let (store, study) = (console.store, try await console.study(context).id)
    let log = try await Background.run { try store.log(of: study) }
    return Download(
      name: "log.jsonl", type: "application/jsonl", text: log.lines.joined(), head: log.head
    ).response
  }

  private func aggregate(_ context: ConsoleContext) async throws -> Response {
    let results = try await results(context)
    let name = context.parameters.get("method") ?? ""
    let isJSON = name.hasSuffix(".json")
    guard let method = AggregationMethod(rawValue: isJSON ? String(name.dropLast(5)) : name) else {
      throw Problem.notFound
    }
    let result = try await Background.run { try results.aggregate(method) }
    if isJSON {
      return Download(
        name: "\(name)", type: "application/json", text: try ExportPages.json(result),
        head: results.head
      ).response
    }
    return AggregateMarkup(results: results, aggregate: result).page(context.session).response()
  }

  private static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  }
}

/// A file that the browser saves, with the log's head at the time.
private struct Download {
  let name: String
  let type: String
  let text: String
  let head: LogHead

  var response: Response {
    var headers: HTTPFields = [
      .contentType: type, .contentDisposition: "attachment; filename=\"\(name)\"",
    ]
    if let field = HTTPField.Name("Lookalike-Log-Head") { headers[field] = head.hash }
    if let field = HTTPField.Name("Lookalike-Log-Entries") { headers[field] = String(head.count) }
    return Response(
      status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}
