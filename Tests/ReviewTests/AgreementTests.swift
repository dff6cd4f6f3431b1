import Foundation
import Review
import Testing

@Suite struct AgreementTests {
  @Test func cohensExample() throws {
    let kappa = try #require(Agreement.cohenKappa([[20, 5], [10, 15]]))
    #expect(abs(kappa - 0.4) < 1e-12)
  }

  /// The usual example of ten subjects, five categories and fourteen raters.
  @Test func fleisssExample() throws {
    let kappa = try #require(
      Agreement.fleissKappa([
        [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
      ]))
    #expect(abs(kappa - 0.209931) < 1e-6)
  }

  /// Krippendorff's example of four observers and twelve units, with gaps.
  static let observers: [[Int?]] = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, nil, nil, nil], [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nil, 3],
    [nil, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nil], [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nil],
  ]

  @Test(arguments: [
    (Agreement.Level.nominal, 0.743421), (.ordinal, 0.815388), (.interval, 0.849107),
    (.ratio, 0.797403),
  ]) func krippendorffsExample(level: Agreement.Level, expected: Double) throws {
    let units = (0..<12).map { unit in
      (1...5).map { value in Self.observers.count { $0[unit] == value } }
    }
    let alpha = try #require(
      Agreement.krippendorffAlpha(units: units, values: [1, 2, 3, 4, 5], level: level))
    #expect(abs(alpha - expected) < 1e-6)
    // The same from answers by name.
    var answers: [Answer] = []
    for (worker, row) in Self.observers.enumerated() {
      for (unit, value) in row.enumerated() {
        if let value {
          answers.append(Answer(task: "u\(unit)", worker: "w\(worker)", label: "\(value)"))
        }
      }
    }
    let report = try AgreementReport(AnswerTable(answers), replicates: 200)
    let name = "Krippendorff's alpha, \(level.rawValue)"
    let measure = try #require(report.measures.first { $0.name == name })
    let value = try #require(measure.value)
    #expect(abs(value - expected) < 1e-6)
    let interval = try #require(measure.interval)
    #expect(interval.lower <= value && value <= interval.upper)
    #expect(measure.tasks == 11)
    #expect(report.measures[0].value == nil && report.measures[0].undefined != nil)
  }

  @Test func oneCategoryIsUndefined() throws {
    #expect(Agreement.cohenKappa([[7, 0], [0, 0]]) == nil)
    #expect(Agreement.cohenKappa([]) == nil)
    #expect(Agreement.fleissKappa([[3, 0], [3, 0]]) == nil)
    #expect(Agreement.fleissKappa([[3, 0], [1, 1]]) == nil)
    for level in Agreement.Level.allCases {
      #expect(Agreement.krippendorffAlpha(units: [[3], [2]], values: [1], level: level) == nil)
      #expect(Agreement.krippendorffAlpha(units: [[1, 0]], values: [1, 2], level: level) == nil)
    }
    #expect(Agreement.krippendorffAlpha(units: [[1, 1]], values: [-1, 2], level: .ratio) == nil)
    let answers = ["a", "b", "c"].map { Answer(task: "1", worker: $0, label: "yes") }
    let report = try AgreementReport(AnswerTable(answers))
    for measure in report.measures {
      #expect(measure.value == nil && measure.interval == nil && measure.undefined != nil)
    }
    #expect(report.rawAgreement.rate == 1)
  }

  @Test func theSameSeedGivesTheSameInterval() throws {
    let (table, _) = try AggregationTests.crowd(
      tasks: 80, workers: 9, classes: 3, each: 4, seed: 3)
    let one = try AgreementReport(table, replicates: 100, seed: 5, threads: 1)
    #expect(try AgreementReport(table, replicates: 100, seed: 5, threads: 3) == one)
    #expect(try AgreementReport(table, replicates: 100, seed: 6, threads: 3) != one)
  }

  /// The variance against the delta method with a gradient by differences.
  @Test(arguments: [[[20, 5], [10, 15]], [[30, 2, 1], [4, 12, 3], [0, 5, 9]]])
  func
    cohenIntervalIsTheDeltaMethod(table: [[Int]]) throws
  {
    let interval = try #require(Agreement.cohenKappaInterval(table))
    let n = Double(table.joined().reduce(0, +))
    let p = table.map { $0.map { Double($0) / n } }
    func kappa(_ p: [[Double]]) -> Double {
      let k = p.indices
      let observed = k.reduce(0) { $0 + p[$1][$1] }
      let expected = k.reduce(0) { sum, i in
        sum + p[i].reduce(0, +) * k.reduce(0) { $0 + p[$1][i] }
      }
      return (observed - expected) / (1 - expected)
    }
    var mean = 0.0
    var square = 0.0
    for i in p.indices {
      for j in p.indices {
        var up = p
        var down = p
        up[i][j] += 1e-6
        down[i][j] -= 1e-6
        let slope = (kappa(up) - kappa(down)) / 2e-6
        mean += p[i][j] * slope
        square += p[i][j] * slope * slope
      }
    }
    let half = 1.959963984540054 * ((square - mean * mean) / n).squareRoot()
    #expect(abs(interval.upper - interval.lower - 2 * half) < 1e-6)
    #expect(abs((interval.upper + interval.lower) / 2 - kappa(p)) < 1e-9)
  }

  @Test func perfectAgreementIsNotCertain() throws {
    let interval = try #require(Agreement.cohenKappaInterval([[5, 0], [0, 5]]))
    // 10 of 10: Clopper and Pearson's lower end is .025^(1/10); chance agreement is ½.
    #expect(abs(interval.lower - (pow(0.025, 0.1) - 0.5) / 0.5) < 1e-9 && interval.upper == 1)
    #expect(Agreement.cohenKappaInterval([[9, 0], [0, 0]]) == nil)
  }
}
