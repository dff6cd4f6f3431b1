import Biometrics
import Essentials
import Foundation
import TestSupport
import Testing

@testable import Evaluation

@Suite struct ReaderTests {
  @Test func numbersAreReadAsTheStandardLibraryReadsThem() {
    var random = RandomStream(seed: 4)
    var texts = [
      "0", "-0", "1.", ".5", "-1.25", "5.099999999999999645e+00", "1e-5", "1234567890123456789",
      "9007199254740993", "0.1000000000000000055511151231257827", "-", ".", "", "1.2.3", "1x",
      "nan",
      "inf", "-inf", "+1", "--1", "0x10", "1e400",
    ]
    for _ in 0..<2000 {
      let value = random.normal() * pow(10, Double(random.index(below: 20) - 10))
      texts.append("\(value)")
      texts.append(String(format: "%.\(random.index(below: 18))f", value))
    }
    for text in texts {
      let mine = DecimalText.number(ArraySlice(text.utf8))
      let expected = Double(text)
      #expect(mine?.bitPattern == expected?.bitPattern, "\(text)")
    }
  }

  /// Lines across block borders, CRLF, comments, a last line without an end; twice as many threads.
  @Test func classFilesOfManyBlocks() throws {
    let folder = try TemporaryFolder()
    var random = RandomStream(seed: 1)
    let mated = (0..<700_000).map { _ in Float(random.normal() + 2) }
    let nonMated = (0..<900).map { _ in Float(random.normal()) }
    var text = "# mated\r\n\n"
    for score in mated { text += "  \(score)\r\n" }
    text.removeLast()
    let matedFile = try folder.write(text, to: "mated.txt")
    let nonMatedFile = try folder.write(
      nonMated.map { "\($0)" }.joined(separator: "\n"), to: "non.txt")
    for (name, scores) in [("m.npy", mated), ("n.npy", nonMated)] {
      let writer = try NumPyWriter(path: folder.file(name), shape: [scores.count])
      try writer.write(scores)
      try writer.commit()
    }
    let memory = try ScoreDistribution(mated: mated, nonMated: nonMated)
    for threads in [1, 2, 5] {
      let read = try ScoreDistribution(
        matedFile: matedFile, nonMatedFile: nonMatedFile, threads: threads)
      let arrays = try ScoreDistribution(
        matedFile: folder.file("m.npy"), nonMatedFile: folder.file("n.npy"), threads: threads)
      let mixed = try ScoreDistribution(
        matedFile: matedFile, nonMatedFile: folder.file("n.npy"), threads: threads)
      #expect(arrays.areaUnderCurve == memory.areaUnderCurve)
      #expect(arrays.equalErrorRate() == memory.equalErrorRate())
      // A float32's shortest text is another float64 than the float32 itself: no longer a tie.
      let texts = try mated.map { try #require(Double("\($0)")) }
      let expected = try ScoreDistribution(mated: texts, nonMated: nonMated.map { Double($0) })
      #expect(mixed.areaUnderCurve == expected.areaUnderCurve)
      #expect(mixed.equalErrorRate() == expected.equalErrorRate())
      // Shortest decimal texts of float32 are other doubles, in the same order.
      #expect(read.areaUnderCurve == memory.areaUnderCurve)
    }
  }

  @Test(arguments: [
    ("0.5\nnan\n", "line 2", "not a finite number"),
    ("0.5\n-inf\n", "line 2", "not a finite number"),
    ("# x\n\n0.5 0.7\n", "line 3", "is not a number"), ("", "", "no mated comparisons"),
    ("0.1\nabc\n", "line 2", "\"abc\" is not a number"),
  ]) func classFileMessages(text: String, place: String, reason: String) throws {
    let folder = try TemporaryFolder()
    let bad = try folder.write(text, to: "bad.txt")
    let good = try folder.write("0.1\n", to: "good.txt")
    #expect { try ScoreDistribution(matedFile: bad, nonMatedFile: good) } throws: {
      (place.isEmpty || "\($0)".contains(place)) && "\($0)".contains(reason)
        && "\($0)".contains("bad.txt")
    }
  }

  @Test func bobColumnsAndCSV() throws {
    let folder = try TemporaryFolder()
    let four = try folder.write("a a x1 0.9\na b y1 0.2\nb b y2 0.8\n", to: "four")
    let five = try folder.write("a m1 a x1 0.9\na m1 b y1 0.2\nb m2 b y2 0.8\n", to: "five")
    let csv = try folder.write(
      "score,reference,probe\n0.9,a,a\n0.2,a,b\n0.8,b,b\n", to: "scores.csv")
    for (path, layout) in [(four, ScoreLayout.fourColumns), (five, .fiveColumns), (csv, .csv)] {
      guard case .labelled(let comparisons) = try LoadedScores(path: path, layout: layout) else {
        Issue.record("no labels")
        continue
      }
      #expect(comparisons.scores == [0.9, 0.2, 0.8])
      let names = comparisons.subjects.map(\.name)
      #expect(comparisons.probes.map { names[Int($0)] } == ["a", "b", "b"])
      #expect(comparisons.references.map { names[Int($0)] } == ["a", "a", "b"])
    }
    #expect { try LoadedScores(path: four, layout: .fiveColumns) } throws: {
      "\($0)".contains("line 1") && "\($0)".contains("--layout 4col")
    }
    let plain = try folder.write("mated,score\n1,0.9\n0,0.2\n", to: "plain.csv")
    let labels = try folder.write("genuine 0.9\nimpostor 0.2\n", to: "labels.txt")
    for (path, layout) in [(plain, ScoreLayout.csv), (labels, .labelScore)] {
      guard case .classes(let scores) = try LoadedScores(path: path, layout: layout) else {
        Issue.record("labels from nowhere")
        continue
      }
      #expect(scores.matedCount == 1 && scores.areaUnderCurve == 1)
    }
    let odd = try folder.write("yes 0.9\n", to: "odd.txt")
    #expect { try LoadedScores(path: odd, layout: .labelScore) } throws: {
      "\($0)".contains("\"yes\" is no label")
    }
    let nothing = try folder.write("a,score\n1,2\n", to: "nothing.csv")
    #expect { try LoadedScores(path: nothing, layout: .csv) } throws: {
      "\($0)".contains("neither columns")
    }
  }

  /// A BEE file put together by hand; rows are queries.
  static func bee(
    _ kind: String, _ rows: Int, _ columns: Int, _ cells: [UInt8], little: Bool = true
  )
    -> [UInt8]
  {
    let order: [UInt8] = little ? [0x78, 0x56, 0x34, 0x12] : [0x12, 0x34, 0x56, 0x78]
    let line =
      "\(kind)2\ntargets.xml\nqueries.xml\n\(kind == "M" ? "MB" : "MF") \(rows) \(columns) "
    return Array(line.utf8) + order + [0x0A] + cells
  }

  @Test(arguments: [true, false]) func beeMatrixWithMask(little: Bool) throws {
    let folder = try TemporaryFolder()
    let scores: [Float] = [0.9, 0.1, 0.2, 0.3, 0.8, 0.4]
    let cells = scores.flatMap { score in
      withUnsafeBytes(of: little ? score.bitPattern.littleEndian : score.bitPattern.bigEndian) {
        Array($0)
      }
    }
    func write(_ bytes: [UInt8], _ name: String) throws -> String {
      try Data(bytes).write(to: URL(fileURLWithPath: folder.file(name)))
      return folder.file(name)
    }
    let matrix = try write(Self.bee("S", 2, 3, cells, little: little), "a.mtx")
    let mask = try write(Self.bee("M", 2, 3, [0xFF, 0x7F, 0, 0x7F, 0xFF, 0xFF]), "a.mask")
    let comparisons = try LabelledComparisons(beeMatrix: matrix, mask: mask)
    #expect(comparisons.scores == [0.9, 0.1, 0.3, 0.8, 0.4].map { Double(Float($0)) })
    #expect((0..<5).map { comparisons.isMated($0) } == [true, false, false, true, true])
    #expect(Set(comparisons.subjects).count == 2)
    #expect {
      try LabelledComparisons(beeMatrix: matrix, mask: mask, polarity: .distance)
    } throws: {
      "\($0)".contains("similarity scores")
    }
    #expect { try LabelledComparisons(beeMatrix: mask, mask: mask) } throws: {
      "\($0)".contains("is a mask")
    }
    // Both queries match target 0, so they are one person: cell (0, 1) contradicts (1, 1).
    let wrong = try write(Self.bee("M", 2, 3, [0xFF, 0x7F, 0, 0xFF, 0xFF, 0]), "b.mask")
    #expect { try LabelledComparisons(beeMatrix: matrix, mask: wrong) } throws: {
      "\($0)".contains("row 0, column 1")
    }
    var random = RandomStream(seed: 8)
    for _ in 0..<200 {
      var bytes = Self.bee("S", 2, 3, cells)
      bytes[random.index(below: bytes.count)] = UInt8(random.index(below: 256))
      bytes.removeLast(random.index(below: 30))
      let path = try write(bytes, "damaged.mtx")
      do {
        let damaged = try BEEMatrix(path: path)
        if damaged.kind != .mask { #expect(try damaged.scores(row: 0).count == damaged.columns) }
      } catch {
        #expect(error is Failure)
      }
    }
  }

  @Test func matricesWithLabels() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("m.npy")
    let writer = try NumPyWriter(path: path, elementType: .float64, shape: [3, 3])
    try writer.write([1.0, 0.7, 0.2, 0.7, 1, 0.3, 0.2, 0.3, 1])
    try writer.commit()
    let labels = try folder.write("row,subject\n0,a\n1,a\n2,b\n", to: "labels.csv")
    let half = try LabelledComparisons(matrixFile: path, probes: labels, references: nil)
    #expect(half.scores == [0.7, 0.2, 0.3] && half.isMated(0) && !half.isMated(2))
    let full = try LabelledComparisons(matrixFile: path, probes: labels, references: labels)
    #expect(full.count == 9)
    let short = try folder.write("subject\na\n", to: "short.csv")
    #expect { try LabelledComparisons(matrixFile: path, probes: short, references: nil) } throws: {
      "\($0)".contains("names 1 subjects for 3 rows")
    }
  }

  /// Random bytes as any layout: an answer or a `Failure`.
  @Test func survivesNoise() throws {
    let folder = try TemporaryFolder()
    var random = RandomStream(seed: 6)
    let alphabet = Array("01.-e ,\n\t\"#abn\r".utf8)
    for _ in 0..<300 {
      let bytes = (0..<random.index(below: 80)).map { _ in
        alphabet[random.index(below: alphabet.count)]
      }
      let path = try folder.write(String(decoding: bytes, as: UTF8.self), to: "noise")
      for layout in ScoreLayout.allCases {
        do {
          _ = try LoadedScores(path: path, layout: layout)
        } catch {
          #expect(error is Failure)
        }
      }
    }
  }
}
