import Biometrics
import Essentials
import Foundation
import TestSupport
import Testing

@testable import Evaluation

@Suite struct WriterTests {
  @Test func comparisonsReadBack() throws {
    let folder = try TemporaryFolder()
    let comparisons = try IdentityIntervalTests.comparisons(5)
    let names = { (set: LabelledComparisons, side: [Int32]) in
      side.map { set.subjects[Int($0)].name }
    }
    for layout in [ScoreLayout.fourColumns, .fiveColumns, .csv] {
      let path = folder.file(layout.rawValue)
      try comparisons.write(to: path, layout: layout)
      guard case .labelled(let read) = try LoadedScores(path: path, layout: layout) else {
        Issue.record("no labels in \(layout)")
        continue
      }
      #expect(read.scores == comparisons.scores)
      #expect(names(read, read.probes) == names(comparisons, comparisons.probes))
      #expect(names(read, read.references) == names(comparisons, comparisons.references))
      #expect(throws: Failure.self) { try comparisons.write(to: path, layout: layout) }
    }
    let path = folder.file("labels")
    try comparisons.write(to: path, layout: .labelScore)
    guard case .classes(let read) = try LoadedScores(path: path, layout: .labelScore) else {
      Issue.record("labels from nowhere")
      return
    }
    #expect(read.areaUnderCurve == (try comparisons.distribution().areaUnderCurve))
    var blank = LabelledComparisons()
    try blank.append(probe: SubjectID("a b"), reference: SubjectID("c"), score: 1)
    #expect { try blank.write(to: folder.file("blank"), layout: .fourColumns) } throws: {
      "\($0)".contains("blank")
    }
    try blank.write(to: folder.file("blank"), layout: .csv)
  }

  @Test(arguments: Polarity.allCases) func classesReadBack(polarity: Polarity) throws {
    let folder = try TemporaryFolder()
    let scores = try ScoreDistribution(
      mated: [0.1, 1 / 3.0, .leastNonzeroMagnitude], nonMated: [0.2, -7], polarity: polarity)
    try scores.write(matedTo: folder.file("m"), nonMatedTo: folder.file("n"))
    let read = try ScoreDistribution(
      matedFile: folder.file("m"), nonMatedFile: folder.file("n"), polarity: polarity)
    var (one, two): ([ScoreStep], [ScoreStep]) = ([], [])
    scores.forEachStep { one.append($0) }
    read.forEachStep { two.append($0) }
    #expect(one == two)
  }

  @Test(arguments: Polarity.allCases) func matricesReadBack(polarity: Polarity) throws {
    let folder = try TemporaryFolder()
    let scores: [[Float]] = [[0.1, 0.9], [0.3, 0.2], [0.5, 0.25]]
    let classes: [[Bool?]] = [[true, false], [nil, true], [false, nil]]
    let (matrix, mask) = (folder.file("a.mtx"), folder.file("a.mask"))
    try BEEMatrix.write(matrix: matrix, mask: mask, rows: 3, columns: 2, polarity: polarity) {
      (scores[$0], classes[$0])
    }
    let (read, truth) = (try BEEMatrix(path: matrix), try BEEMatrix(path: mask))
    for row in 0..<3 {
      #expect(try read.scores(row: row) == scores[row])
      #expect(try truth.classes(row: row) == classes[row])
    }
    let comparisons = try LabelledComparisons(beeMatrix: matrix, mask: mask)
    #expect(comparisons.polarity == polarity && comparisons.count == 4)
  }
}
