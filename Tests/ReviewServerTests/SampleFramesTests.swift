import Audit
import Biometrics
import Foundation
import Frames
import Imaging
import Lessons
import TestSupport
import Testing

@testable import ReviewServer

/// The candidate lists that lie beside the sample frames agree with them, whoever made either anew.
@Suite(.enabled(if: FaceFixtures.hasSampleFrames, "needs SampleFrames")) struct SampleFramesTests {
  private func sample() throws -> (FrameLibrary, [LookupAnswer]) {
    let library = try FrameLibrary(folder: FaceFixtures.sampleFrames)
    return (library, try PairBuilder.lists(try #require(library.candidates)))
  }

  @Test func candidatesAreFacesInFramesThatAreThere() throws {
    let (library, lists) = try sample()
    #expect(!lists.isEmpty && library.hasTruth)
    var sizes: [String: (width: Int, height: Int)] = [:]
    func check(_ box: BoundingBox, in path: String, _ place: String) throws {
      if sizes[path] == nil {
        let image = try PNG.read(path)
        sizes[path] = (image.width, image.height)
      }
      let size = try #require(sizes[path])
      #expect(box.width > 0 && box.height > 0, "\(place)")
      // A detector's box may reach over the edge by a little; the face itself can't.
      let (reachX, reachY) = (box.width / 4, box.height / 4)
      #expect(box.x >= -reachX && box.x + box.width <= size.width + reachX, "\(place)")
      #expect(box.y >= -reachY && box.y + box.height <= size.height + reachY, "\(place)")
    }
    #expect(Set(lists.map(\.probe.file)).count == lists.count, "one list for each probe")
    for list in lists {
      let probe = try #require(library.probe(list.probe.file), "\(list.probe.file)")
      try check(try #require(list.probe.box), in: probe.path, list.probe.file)
      #expect(list.candidates.map(\.rank) == Array(1...list.candidates.count))
      #expect(list.gallery.origin == .rendered)
      for candidate in list.candidates {
        let name = try #require(candidate.frame)
        let place = "\(list.probe.file), rank \(candidate.rank)"
        let frame = try #require(library.frame(name), "\(place): \(name)")
        try check(try #require(candidate.box), in: frame.path, place)
        #expect(candidate.camera == frame.camera, "\(place)")
        #expect(candidate.address == frame.address, "\(place)")
        #expect(candidate.time == frame.time, "\(place)")
        #expect((0...100).contains(try #require(candidate.percent)), "\(place)")
      }
      // Best first, and the display follows the score.
      let percents = list.candidates.compactMap(\.percent)
      #expect(percents == percents.sorted(by: >))
      let distances = list.candidates.compactMap(\.distance)
      #expect(distances == distances.sorted() && distances.count == list.candidates.count)
    }
  }

  @Test func aStudyCanBeMadeOfThem() throws {
    let (library, lists) = try sample()
    let builder = PairBuilder(library: library, top: 2, proposedPercent: 67, gold: 4, seed: 1)
    let pairs = try builder.pairs(lists)
    #expect(pairs.count == lists.reduce(0) { $0 + min(2, $1.candidates.count) })
    // Truth tells of each pair whether it is mated, or the box shows nobody whom it knows.
    let known = pairs.filter { $0.facts.isMated != nil }
    #expect(known.contains { $0.facts.isMated == true })
    #expect(known.contains { $0.facts.isMated == false })
    let gold = pairs.filter(\.isGold)
    #expect(gold.count == 4)
    #expect(gold.count { $0.facts.isMated == true } == 2, "mated and non-mated ones in turn")
    for pair in pairs {
      for picture in [pair.probe, pair.candidate] {
        let image = try PNG.decode(picture, name: "picture")
        #expect(image.width == 320 && image.height == 320)
      }
      #expect(pair.frame != nil)
      let box = try #require(pair.facts.box)
      #expect(box.left >= 0 && box.top >= 0 && box.width > 0 && box.height > 0)
      #expect(box.left + box.width <= 1000 && box.top + box.height <= 1000)
    }
  }

  @Test func theLessonHasItsPairs() throws {
    let (library, _) = try sample()
    let gallery = try #require(PairGallery(library))
    #expect(ReviewerRound(gallery.pairs, seed: 1) != nil)
  }
}
