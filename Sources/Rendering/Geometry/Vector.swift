import Foundation

/// A point or direction in space; metres, y upward, right-handed.
typealias Vector = SIMD3<Float>

@inline(__always)
func dot(_ a: Vector, _ b: Vector) -> Float { (a * b).sum() }

@inline(__always)
func cross(_ a: Vector, _ b: Vector) -> Vector {
  Vector(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
}

@inline(__always)
func length(_ a: Vector) -> Float { dot(a, a).squareRoot() }

/// `a` at length 1; the zero vector stays as it is.
@inline(__always)
func normalized(_ a: Vector) -> Vector {
  let size = length(a)
  return size > 0 ? a / size : a
}

@inline(__always)
func mix(_ a: Vector, _ b: Vector, _ t: Float) -> Vector { a + (b - a) * t }

@inline(__always)
func mix(_ a: Float, _ b: Float, _ t: Float) -> Float { a + (b - a) * t }

/// `x` held between 0 and 1.
@inline(__always)
func saturate(_ x: Float) -> Float { max(0, min(1, x)) }

/// 0 below `low`, 1 above `high`, smooth between; falls instead where `low` is above `high`.
@inline(__always)
func smoothstep(_ low: Float, _ high: Float, _ x: Float) -> Float {
  let t = saturate((x - low) / (high - low))
  return t * t * (3 - 2 * t)
}

/// A bump of height 1 at `centre` that falls to 0 at `width` to either side.
@inline(__always)
func bump(_ x: Float, _ centre: Float, _ width: Float) -> Float {
  let t = (x - centre) / width
  let u = max(0, 1 - t * t)
  return u * u
}

/// A rotation: three columns.
struct Rotation: Sendable {
  var x = Vector(1, 0, 0)
  var y = Vector(0, 1, 0)
  var z = Vector(0, 0, 1)

  /// None.
  init() {}

  init(x: Vector, y: Vector, z: Vector) {
    self.x = x
    self.y = y
    self.z = z
  }

  /// By `angle` radians about `axis` (length 1), right-handed.
  init(axis: Vector, angle: Float) {
    let c = cos(angle)
    let s = sin(angle)
    func turn(_ v: Vector) -> Vector {
      v * c + cross(axis, v) * s + axis * dot(axis, v) * (1 - c)
    }
    self.init(x: turn(Vector(1, 0, 0)), y: turn(Vector(0, 1, 0)), z: turn(Vector(0, 0, 1)))
  }

  /// The shortest that takes direction `from` to direction `to`.
  init(from: Vector, to: Vector) {
    let a = normalized(from)
    let b = normalized(to)
    let axis = cross(a, b)
    let size = length(axis)
    guard size > 1e-6 else {
      self.init()
      return
    }
    self.init(axis: axis / size, angle: atan2(size, dot(a, b)))
  }

  @inline(__always)
  static func * (a: Rotation, v: Vector) -> Vector { a.x * v.x + a.y * v.y + a.z * v.z }

  static func * (a: Rotation, b: Rotation) -> Rotation {
    Rotation(x: a * b.x, y: a * b.y, z: a * b.z)
  }
}

/// A rotation, then a shift.
struct Placement: Sendable {
  var rotation = Rotation()
  var shift = Vector()

  @inline(__always)
  func callAsFunction(_ v: Vector) -> Vector { rotation * v + shift }

  /// `rotation` about the point `centre`.
  static func turning(_ rotation: Rotation, about centre: Vector) -> Placement {
    Placement(rotation: rotation, shift: centre - rotation * centre)
  }

  /// First `b`, then `a`.
  static func * (a: Placement, b: Placement) -> Placement {
    Placement(rotation: a.rotation * b.rotation, shift: a(b.shift))
  }
}
