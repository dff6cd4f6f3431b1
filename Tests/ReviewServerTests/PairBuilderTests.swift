import Biometrics
import Essentials
import Foundation
import Imaging
import TestSupport
import Testing

@testable import ReviewServer

@Suite struct PairBuilderTests {
  @Test(arguments: ["", "[]", "{}", "[{}]", "null", "\u{0}", "[1,2]"])
  func whatIsNoListIsRefused(text: String) {
    #expect(throws: Problem.self) {
      let lists = try PairBuilder.lists(Data(text.utf8))
      if lists.isEmpty { throw Problem.unfit("empty") }
    }
  }

  @Test func scalingKeepsFlatColoursAndMeans() {
    var image = RGBImage(width: 40, height: 40)
    for y in 0..<40 {
      for x in 0..<40 { image[x, y] = (UInt8(x * 6), 100, UInt8(y * 6)) }
    }
    // The same size is the same picture.
    let same = image.resampled(
      .init(x: 0, y: 0, width: 40, height: 40), width: 40, height: 40)
    #expect(same == image)
    // Half the size: each pixel is the mean of four samples, here of a ramp.
    let half = image.resampled(.init(x: 0, y: 0, width: 40, height: 40), width: 20, height: 20)
    for y in 1..<19 {
      for x in 1..<19 {
        #expect(half[x, y].red == UInt8(x * 12 + 3))
        #expect(half[x, y].green == 100)
      }
    }
    // Wholly outside is grey.
    let outside = image.resampled(
      .init(x: 100, y: 100, width: 10, height: 10), width: 5, height: 5)
    #expect(outside.bytes.allSatisfy { $0 == 128 })
  }

  @Test func facesAreCutTheSameWayWhereverTheyAre() {
    let image = RGBImage(width: 50, height: 30)
    for box in [
      BoundingBox(x: 0, y: 0, width: 1, height: 1), BoundingBox(x: 40, y: 20, width: 30, height: 9),
      BoundingBox(x: -9, y: -9, width: 5, height: 5), BoundingBox(x: 5, y: 5, width: 0, height: 0),
    ] {
      let face = FacePictures.face(image, box)
      #expect(face.width == 320 && face.height == 320)
    }
    #expect(FacePictures.frame(image) == image)
    #expect(FacePictures.frame(RGBImage(width: 1600, height: 900)).height == 450)
  }
}
