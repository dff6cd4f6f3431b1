import Essentials
import Foundation
import Review
import Testing

/// Where published data lie, which are not in the repository.
let publishedCrowdFolder: String? = ProcessInfo.processInfo.environment["LOOKALIKE_CROWD_DATA"]
  .flatMap { FileManager.default.fileExists(atPath: $0 + "/rte_crowd.txt") ? $0 : nil }

/// Checks on published data: set LOOKALIKE_CROWD_DATA to a folder with
/// `dawid_skene_1979_anaesthesia.csv`, `rte_crowd.txt` and `rte_truth.txt`.
@Suite(
  .enabled(
    if: publishedCrowdFolder != nil,
    "LOOKALIKE_CROWD_DATA names no folder with the published crowd data"))
struct PublishedCrowdTests {
  static func rte() throws -> (AnswerTable, [String: String]) {
    let folder = try #require(publishedCrowdFolder)
    func rows(_ name: String) throws -> [[String]] {
      try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
        .split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
    }
    let table = try AnswerTable(
      rows("rte_crowd.txt").map { Answer(task: $0[0], worker: $0[1], label: $0[2]) })
    let truth = try rows("rte_truth.txt").map { ($0[0], $0[1]) }
    return (table, Dictionary(uniqueKeysWithValues: truth))
  }

  @Test func anaesthesiaOfDawidAndSkene() throws {
    let folder = try #require(publishedCrowdFolder)
    let reader = try CSVReader(path: folder + "/dawid_skene_1979_anaesthesia.csv")
    var answers: [Answer] = []
    while let row = try reader.next() {
      answers.append(
        Answer(
          task: try row.text("task"), worker: try row.text("worker"), label: try row.text("label")))
    }
    let table = try AnswerTable(answers)
    #expect(table.count == 315 && table.tasks.count == 45 && table.workers.count == 5)
    let result = try Aggregator(table).aggregate(.dawidSkene)
    #expect(result.converged)
    let logLikelihood = try #require(result.logLikelihood)
    #expect(abs(logLikelihood + 192.890881) < 1e-5)
    let text = try Data(contentsOf: URL(fileURLWithPath: folder + "/ds1979_published.json"))
    let published = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
    let shares = try #require(published["class_probabilities"] as? [Double])
    for (share, known) in zip(result.classShares, shares) { #expect(abs(share - known) <= 0.005) }
    let tables = try #require(
      published["error_rates[observer][true][recorded]"] as? [[[Double]]])
    for (number, rates) in tables.enumerated() {
      let worker = try #require(result.workers.first { $0.worker == "\(number + 1)" })
      let confusion = try #require(worker.confusion)
      for k in 0..<4 {
        for l in 0..<4 {
          #expect(abs(confusion[k][l] - rates[k][l]) < 0.00501, "\(number) \(k) \(l)")
        }
      }
    }
    let classes = try #require(published["class_by_patient"] as? [String: Int])
    for item in result.labels { #expect(item.label == classes[item.task].map(String.init)) }
  }

  @Test func rteByDawidSkene() throws {
    let (table, truth) = try Self.rte()
    #expect(table.count == 8000 && table.tasks.count == 800 && table.workers.count == 164)
    let result = try Aggregator(table).aggregate(.dawidSkene)
    let logLikelihood = try #require(result.logLikelihood)
    #expect(abs(logLikelihood + 3679.6290) < 1e-4)
    let (right, of) = result.accuracy(against: truth)
    #expect(right == 742 && of == 800)
  }

  /// At least the objectives at which crowd-kit 1.4.2 stops by its own defaults, put into the same
  /// functions by Benchmarks/review: −4863.2575 and −4226.1562.
  @Test func rteByGladAndMace() throws {
    let (table, truth) = try Self.rte()
    let glad = try Aggregator(table).aggregate(.glad)
    let penalised = try #require(glad.objective)
    #expect(glad.converged && penalised > -4863.2575 && abs(penalised + 4863.2090) < 1e-3)
    let mace = try Aggregator(table).aggregate(.mace)
    let bound = try #require(mace.objective)
    #expect(mace.converged && bound > -4226.1562 && abs(bound + 4218.8675) < 1e-3)
    for result in [glad, mace] {
      let (right, of) = result.accuracy(against: truth)
      #expect(right >= 735 && of == 800, "\(result.method): \(right)")
    }
  }

  /// Sums instead of means get 398, which is chance.
  @Test func rteByMessagePassing() throws {
    let (table, truth) = try Self.rte()
    let (right, of) = try Aggregator(table).aggregate(.kos).accuracy(against: truth)
    #expect(right > 725 && of == 800)
  }

  @Test func rteByMajority() throws {
    let (table, truth) = try Self.rte()
    let result = try Aggregator(table, options: AggregationOptions(tieRule: .fractional))
      .aggregate(.majority)
    #expect(result.labels.count { $0.tied.count > 1 } == 65)
    let (right, of) = result.accuracy(against: truth)
    #expect(abs(right / Double(of) - 0.8969) < 5e-5)
  }
}
