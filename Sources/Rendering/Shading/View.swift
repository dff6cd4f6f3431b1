import Foundation

/// A pinhole camera in the world.
struct View: Sendable {
  let position: Vector
  let right: Vector
  let up: Vector
  /// Where it looks.
  let forward: Vector
  /// The focal length in pixels.
  let focal: Float
  let width: Int
  let height: Int

  /// Looks from `position`, turned by `yaw` to its left from -z, and down by `pitch`.
  init(position: Vector, yaw: Float, pitch: Float, focal: Float, width: Int, height: Int) {
    self.position = position
    self.focal = focal
    self.width = width
    self.height = height
    forward = Vector(-sin(yaw) * cos(pitch), -sin(pitch), -cos(yaw) * cos(pitch))
    right = normalized(cross(forward, Vector(0, 1, 0)))
    up = cross(right, forward)
  }

  /// The point's place in a picture `scale` times as large: (x, y, 1 / depth), depth in metres.
  @inline(__always)
  func project(_ point: Vector, scale: Float = 1) -> Vector {
    let v = point - position
    let depth = dot(v, forward)
    if depth < 0.05 { return Vector(0, 0, -1) }
    let near = 1 / depth
    return Vector(
      (Float(width) / 2 + dot(v, right) * focal * near) * scale,
      (Float(height) / 2 - dot(v, up) * focal * near) * scale, near)
  }

  /// The direction of the ray through picture point (`x`, `y`), at depth 1.
  @inline(__always)
  func ray(_ x: Float, _ y: Float) -> Vector {
    forward + right * ((x - Float(width) / 2) / focal)
      - up * ((y - Float(height) / 2) / focal)
  }
}
