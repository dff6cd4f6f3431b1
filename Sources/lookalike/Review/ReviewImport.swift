import ArgumentParser
import Essentials
import Review

/// `lookalike review import`.
struct ReviewImport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Turn answers of another tool into task,worker,label CSV.",
    discussion: """
      Example:
        lookalike review import export.json --from label-studio --to answers.csv
      """)

  @Argument(help: "The file of the other tool.")
  var file: String
  @Option(name: .customLong("from"), help: "Its format.")
  var format: AnswerFormat
  @Option(name: .customLong("to"), help: "The CSV to write.")
  var target: String
  @OptionGroup var replace: ForceOptions

  func run() throws {
    let records = try AnswerFile.read(file, format: format)
    let output = try OutputFile(path: target, replacing: replace.force)
    try output.write(try AnswerFile.encode(records, format: .csv))
    try output.commit()
    StandardError.note("\(records.count) answers written to \(target)")
  }
}
