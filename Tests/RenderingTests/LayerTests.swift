import Essentials
import Testing

@testable import Rendering

@Suite struct LayerTests {
  /// Draws by testing every sample against every triangle, in another formulation.
  static func bruteForce(
    _ triangles: [SIMD3<Int32>], _ screen: [Vector], _ width: Int, _ height: Int
  )
    -> [Int32]
  {
    var result: [Int32] = []
    for y in 0..<height {
      for x in 0..<width {
        let p = SIMD2<Double>(Double(x) + 0.5, Double(y) + 0.5)
        var best: (near: Double, index: Int32)?
        for (index, corner) in triangles.enumerated() {
          let v = (0..<3).map { screen[Int(corner[$0])] }
          func side(_ a: Vector, _ b: Vector) -> Double {
            (Double(b.x) - Double(a.x)) * (p.y - Double(a.y))
              - (Double(b.y) - Double(a.y)) * (p.x - Double(a.x))
          }
          let s = [side(v[1], v[2]), side(v[2], v[0]), side(v[0], v[1])]
          let total = s[0] + s[1] + s[2]
          if total == 0 || s.contains(where: { $0 / total < 0 }) { continue }
          var near = 0.0
          for slot in 0..<3 { near += s[slot] / total * Double(v[slot].z) }
          if near > best?.near ?? 0 { best = (near, Int32(index)) }
        }
        result.append(best?.index ?? -1)
      }
    }
    return result
  }

  @Test func drawingAgreesWithBruteForce() {
    var random = RandomStream(seed: 4, purpose: "triangles")
    var different = 0
    var covered = 0
    for _ in 0..<30 {
      var screen: [Vector] = []
      for _ in 0..<24 {
        let x = Float(random.uniform(in: -6..<38))
        let y = Float(random.uniform(in: -6..<30))
        screen.append(Vector(x, y, Float(random.uniform(in: 0.1..<2))))
      }
      var triangles: [SIMD3<Int32>] = []
      for first in stride(from: Int32(0), to: 24, by: 3) {
        triangles.append(SIMD3(first, first + 1, first + 2))
      }
      var layer = Layer(x: 0, y: 0, width: 32, height: 24)
      layer.draw(triangles, screen: screen, cullBack: false)
      let expected = Self.bruteForce(triangles, screen, 32, 24)
      covered += expected.count { $0 >= 0 }
      different += zip(layer.triangle, expected).count { $0 != $1 }
    }
    // Only samples that lie on an edge to within rounding may differ.
    #expect(covered > 5000)
    #expect(different <= covered / 1000)
  }

  @Test func trianglesBehindTheCameraAreLeftOut() {
    var layer = Layer(x: 0, y: 0, width: 4, height: 4)
    layer.draw(
      [SIMD3(0, 1, 2)], screen: [Vector(-9, -9, 1), Vector(9, -9, -1), Vector(0, 9, 1)],
      cullBack: false)
    #expect(layer.triangle.allSatisfy { $0 == -1 })
  }

  @Test func sharesAreThoseOfThePointInSpace() {
    // A triangle in space, seen by a pinhole at the origin: the shares of a point on it, projected,
    // come back.
    let corners = [Vector(-1, -0.5, 2), Vector(2, 0, 5), Vector(0, 1.5, 3)]
    let screen = corners.map { Vector($0.x / $0.z, $0.y / $0.z, 1 / $0.z) }
    for shares in [Vector(0.2, 0.3, 0.5), Vector(0.7, 0.1, 0.2), Vector(0.05, 0.9, 0.05)] {
      let point = corners[0] * shares.x + corners[1] * shares.y + corners[2] * shares.z
      let found = Layer.shares(
        screen[0], screen[1], screen[2], point.x / point.z, point.y / point.z)
      #expect(length(found - shares) < 1e-4)
    }
  }
}
