import Foundation
import Testing

@testable import Rendering

@Suite struct GeometryTests {
  @Test func rotationsTurnOneDirectionIntoAnother() {
    let a = normalized(Vector(1, 2, -0.5))
    for b in [Vector(0, 0, 1), Vector(-1, 0.2, 3), Vector(1, 2, -0.5)] {
      let turned = Rotation(from: a, to: b) * a
      #expect(length(turned - normalized(b)) < 1e-5)
    }
    let quarter = Rotation(axis: Vector(0, 1, 0), angle: .pi / 2) * Vector(0, 0, 1)
    #expect(length(quarter - Vector(1, 0, 0)) < 1e-6)
  }

  @Test func projectionAndRayAreInverse() {
    let view = View(
      position: Vector(0.3, 2.2, 0.1), yaw: 0.1, pitch: 0.2, focal: 1800, width: 1280, height: 720)
    for point in [Vector(0, 1.6, -4), Vector(1, 1, -6), Vector(-0.5, 2, -9)] {
      let screen = view.project(point)
      let back = view.position + view.ray(screen.x, screen.y) / screen.z
      #expect(length(back - point) < 1e-3)
    }
    #expect(view.project(Vector(0, 1.6, 4)).z < 0)
    // To the right in the world is to the right in the picture, up is up.
    #expect(view.project(Vector(1, 1.6, -4)).x > view.project(Vector(0, 1.6, -4)).x)
    #expect(view.project(Vector(0, 2, -4)).y < view.project(Vector(0, 1, -4)).y)
  }

  @Test func interEyeDistanceIsFocalTimesSizeOverDepth() {
    let view = View(
      position: Vector(0, 1.6, 0), yaw: 0, pitch: 0, focal: 1800, width: 1280, height: 720)
    let left = view.project(Vector(-0.0315, 1.6, -4))
    let right = view.project(Vector(0.0315, 1.6, -4))
    #expect(abs(right.x - left.x - 1800 * 0.063 / 4) < 1e-2)
  }

  @Test func aSlabThrowsItsShadow() {
    // A slab 1 m wide at height 1, the light straight above.
    let light = Light(
      above: Vector(), below: Vector(), key: Vector(0, 1, 0), keyColour: Vector(1, 1, 1),
      softness: 0, fill: Vector(0, 1, 0), fillColour: Vector(), sky: Vector(), horizon: Vector(),
      lamps: 0)
    let corners = [
      Vector(-0.5, 1, -0.5), Vector(0.5, 1, -0.5), Vector(0.5, 1, 0.5), Vector(-0.5, 1, 0.5),
    ]
    let map = ShadowMap(
      [(corners, [SIMD3(0, 1, 2), SIMD3(0, 2, 3)])], light: light, low: Vector(-1, 0, -1),
      high: Vector(1, 1, 1))
    #expect(map.light(at: Vector(0, 0, 0)) == 0)
    #expect(map.light(at: Vector(0.45, 0.2, -0.45)) == 0)
    #expect(map.light(at: Vector(0.6, 0, 0)) == 1)
    #expect(map.light(at: Vector(0, 1.2, 0)) == 1)
  }
}
