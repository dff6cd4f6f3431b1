import Biometrics
import Essentials
import Foundation
import Frames
import Imaging

/// Cuts the faces out of portraits and frames; each frame is read once.
struct DemoPictures {
  private static let side = 160
  let manifest: FrameManifest
  let threads: Int

  func add(to result: inout DemoResult, probes: [FaceProbe]) throws {
    for (index, probe) in probes.enumerated() {
      let face = probe.image.crop(around: probe.face.detection.box, margin: 0.5)
      result.searches[index].picture = try picture(face)
    }
    var places: [String: [(search: Int, candidate: Int, box: BoundingBox)]] = [:]
    for (index, search) in result.searches.enumerated() {
      for (place, candidate) in search.candidates.enumerated() {
        places[candidate.frame, default: []].append((index, place, candidate.box))
      }
    }
    let frames = manifest.frames.filter { places[$0.file] != nil }
    let wanted = places
    let pictures = try Parallel.map(count: frames.count, threads: threads) { index in
      let image = try PNG.read(frames[index].path)
      return try (wanted[frames[index].file] ?? []).map {
        ($0.search, $0.candidate, try picture(image.crop(around: $0.box, margin: 0.4)))
      }
    }
    for (search, candidate, picture) in pictures.joined() {
      result.searches[search].candidates[candidate].picture = picture
    }
  }

  private func picture(_ image: RGBImage) throws -> Data {
    let factor = max(1, max(image.width, image.height) / DemoPictures.side)
    return Data(try PNG.encode(image.reduced(by: factor), compression: .small))
  }
}

extension RGBImage {
  /// This picture, each square of `factor` × `factor` pixels one pixel of their mean; what is left over
  /// at the right and lower edge is cut.
  ///
  /// - Complexity: O(pixels)
  func reduced(by factor: Int) -> RGBImage {
    if factor == 1 { return self }
    var small = RGBImage(width: max(1, width / factor), height: max(1, height / factor))
    let count = factor * factor
    for y in 0..<small.height {
      for x in 0..<small.width {
        for channel in 0..<3 {
          var sum = 0
          for row in y * factor..<(y + 1) * factor {
            for column in x * factor..<(x + 1) * factor {
              sum += Int(bytes[(row * width + column) * 3 + channel])
            }
          }
          small.bytes[(y * small.width + x) * 3 + channel] = UInt8((sum + count / 2) / count)
        }
      }
    }
    return small
  }
}
