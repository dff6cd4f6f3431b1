import Biometrics
import Essentials
import TestSupport
import Testing

@testable import Frames

@Suite struct FrameTruthTests {
  private func truth(_ lines: String) throws -> FrameTruth {
    let folder = try TemporaryFolder()
    try folder.write("x", to: "a.png")
    try folder.write(FrameManifestTests.header + FrameManifestTests.line, to: "frames.csv")
    let path = try folder.write(lines, to: "truth.csv")
    return try FrameTruth(path: path, manifest: FrameManifest(path: folder.path))
  }

  static let header = "file,person,x,y,width,height\n"

  @Test func theBestOverlapGoesFirstAndEachFaceOnce() throws {
    let truth = try truth(Self.header + "a.png,anna,0,0,10,10\na.png,bert,8,0,10,10\n")
    func box(_ x: Int, _ width: Int = 10) -> BoundingBox {
      BoundingBox(x: x, y: 0, width: width, height: 10)
    }
    // The second box lies on both; the first is nearer to anna, so that bert is left for it.
    #expect(
      truth.subjects(of: "a.png", boxes: [box(1), box(5)]).map { $0?.name } == ["anna", "bert"])
    // Two boxes on one face: only the better one is a face.
    #expect(
      truth.subjects(of: "a.png", boxes: [box(2), box(0)]).map { $0?.name } == [nil, "anna"])
    #expect(truth.subjects(of: "a.png", boxes: [box(100)]) == [nil])
    #expect(truth.subjects(of: "other.png", boxes: [box(0)]) == [nil])
    #expect(truth.subjects(of: "a.png", boxes: []) == [])
  }

  @Test func anOverlapOfThreeTenthsCounts() throws {
    let truth = try truth(Self.header + "a.png,anna,0,0,100,10\n")
    // 30 of 100 columns shared and nothing beyond: an IoU of exactly .3.
    let at = BoundingBox(x: 0, y: 0, width: 30, height: 10)
    let below = BoundingBox(x: 0, y: 0, width: 29, height: 10)
    #expect(truth.subjects(of: "a.png", boxes: [at]).map { $0?.name } == ["anna"])
    #expect(truth.subjects(of: "a.png", boxes: [below]) == [nil])
  }

  @Test func facesHiddenByMoreThanThreeTenthsStandApart() throws {
    let truth = try truth(
      "file,person,x,y,width,height,occlusion\na.png,anna,0,0,9,9,0.3\n"
        + "a.png,bert,20,0,9,9,0.301\na.png,carl,40,0,9,9,\n")
    #expect(truth.faces["a.png"]?.map(\.occlusion) == [0.3, 0.301, nil])
    #expect(truth.faces["a.png"]?.map(\.isHeavilyHidden) == [false, true, false])
    // The box of a hidden face is still no false one.
    let box = BoundingBox(x: 20, y: 0, width: 9, height: 9)
    #expect(truth.subjects(of: "a.png", boxes: [box]).map { $0?.name } == ["bert"])
  }

  @Test(arguments: [
    "file,person,x,y,width,height,occlusion\na.png,anna,0,0,9,9,1.5\n",
    "", header, "file,person\na.png,anna\n", header + "b.png,anna,0,0,10,10\n",
    header + "a.png,anna,0,0,0,10\n", header + "a.png,anna,0,0,ten,10\n",
    header + "a.png,,0,0,10,10\n", header + "a.png,anna,0,0,10,9999999999999\n",
  ]) func refusesEmptyForeignAndBrokenTruth(lines: String) throws {
    #expect(throws: Failure.self) { try truth(lines) }
  }
}
