import ArgumentParser
import Essentials
import Foundation
import Review
import ReviewServer
import Store

/// `lookalike serve export`.
struct Export: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a study's answers to a file for lookalike review aggregate and other tools.",
    discussion: """
      Prints the log's head, to be written down. Without --study it lists the studies.

      Example:
        lookalike serve export --data review --study 0b1c… --to answers.csv
      """)

  @Option(help: "The console's folder; no console may be running in it.")
  var data: String
  @Option(help: "The study's identifier, or its beginning.")
  var study: String?
  @Option(
    help: "The answers as: verdicts (same, different, unsure), ratings (-3 to 3), second-looks.")
  var content = "verdicts"
  @Option(help: "The format: csv, label-studio, peerannot or mturk.")
  var format = "csv"
  @Option(name: .customLong("to"), help: "The file to write.")
  var target: String?
  @Flag(help: "Replace the file where it exists.")
  var force = false

  func validate() throws {
    if (study == nil) != (target == nil) {
      throw ValidationError("--study and --to go together")
    }
    if AnswerFormat(rawValue: format) == nil {
      throw ValidationError("--format takes csv, label-studio, peerannot or mturk")
    }
    if !StudyExport.contents.contains(content) {
      throw ValidationError("--content takes \(StudyExport.contents.joined(separator: ", "))")
    }
  }

  func run() async throws {
    let store = try ConsoleStore(existing: data)
    defer { try? store.close() }
    guard let study, let target, let format = AnswerFormat(rawValue: format) else {
      for line in try await StudyExport.list(store) { print(line) }
      return
    }
    let export = try await StudyExport(store, study: study, content: content, format: format)
    let file = try OutputFile(path: target, replacing: force)
    try file.write(export.text)
    try file.commit()
    for loss in export.losses { LookalikeServe.note("\(format.rawValue) can't hold \(loss)") }
    LookalikeServe.note("\(export.answers) answers written to \(target)")
    print(export.head.argument)
  }
}
