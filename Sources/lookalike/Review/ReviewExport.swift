import ArgumentParser
import Essentials
import Review

/// `lookalike review export`.
struct ReviewExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Turn task,worker,label CSV into the form of another tool.",
    discussion: """
      Example:
        lookalike review export answers.csv --as peerannot --to answers.json
      """)

  @Argument(help: "The answers: CSV with the columns task, worker, label.")
  var file: String
  @Option(name: .customLong("as"), help: "The format to write.")
  var format: AnswerFormat
  @Option(name: .customLong("to"), help: "The file to write.")
  var target: String
  @OptionGroup var replace: ForceOptions

  func run() throws {
    let records = try AnswerFile.read(file, format: .csv)
    let text: String
    do {
      text = try AnswerFile.encode(records, format: format)
    } catch let failure as Failure {
      throw failure.inFile(file)
    }
    let output = try OutputFile(path: target, replacing: replace.force)
    try output.write(text)
    try output.commit()
    for loss in AnswerFile.losses(records, format: format) {
      StandardError.note("\(format.rawValue) can't hold \(loss): left out")
    }
    StandardError.note("\(records.count) answers written to \(target)")
  }
}
