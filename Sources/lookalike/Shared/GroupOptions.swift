import ArgumentParser
import Essentials
import Evaluation
import Reports

/// `--groups`, `--group-by` and `--alpha`: rates by groups of people.
struct GroupOptions: ParsableArguments {
  @Option(help: "A CSV with a column subject and a column for each --group-by.")
  var groups: String?
  @Option(help: "A column of --groups to compare by; may be given several times.")
  var groupBy: [String] = []
  @Option(help: "The weight of false matches against misses in joint measures of inequality.")
  var alpha = 0.5

  func validate() throws {
    if (groups == nil) != groupBy.isEmpty {
      throw ValidationError("--groups and --group-by go together: a file and its columns")
    }
    if !(0...1).contains(alpha) { throw ValidationError("--alpha takes a number from 0 to 1") }
    if Set(groupBy).count != groupBy.count {
      throw ValidationError("--group-by names one column twice")
    }
  }

  /// The file with its hash, where there is one.
  func hashed() throws -> [ReportContext.Input] {
    try groups.map { [try ReportContext.Input(path: $0)] } ?? []
  }

  /// The groups of the file, one set an attribute.
  func read() throws -> [SubjectGroups] {
    guard let groups else { return [] }
    return try groupBy.map { try SubjectGroups(file: groups, attribute: $0) }
  }
}
