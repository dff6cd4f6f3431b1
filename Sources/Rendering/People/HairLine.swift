import Foundation

/// Where hair grows, in decimetres of the base mesh.
enum HairLine {
  /// The hairline's height by the angle from straight ahead (0) round to the back (π).
  private static let line: [(angle: Float, height: Float)] = [
    (0, 7.93), (0.35, 7.92), (0.6, 7.86), (0.8, 7.7), (1.0, 7.5), (1.16, 7.16), (1.3, 7.1),
    (1.42, 7.42), (1.75, 7.5), (2.05, 7.25), (2.3, 6.75), (2.7, 6.42), (3.2, 6.35),
  ]

  /// How far above the hairline `rest` is, in decimetres; below 0 no hair grows.
  static func height(_ rest: Vector, _ look: HairLook) -> Float {
    let angle = atan2(abs(rest.x), rest.z - 0.15)
    var limit = line[line.count - 1].height
    for slot in 1..<line.count where angle <= line[slot].angle {
      let low = line[slot - 1]
      let high = line[slot]
      limit = mix(low.height, high.height, (angle - low.angle) / (high.angle - low.angle))
      break
    }
    let front = smoothstep(1.1, 0.5, angle)
    let temples = bump(angle, 0.55, 0.4)
    limit += look.receding * (0.16 * front + 0.26 * temples)
    if look.style == .bun { limit -= 0.02 }
    return rest.y - limit
  }
}
