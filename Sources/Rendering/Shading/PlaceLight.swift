/// What of the main light reaches each pixel of a place without people.
///
/// Under a roof the light is the same all day, so that it is kept from frame to frame.
struct PlaceLight: Sendable {
  private let key: Vector
  private let softness: Float
  /// The shadows that the place itself throws.
  let shadows: ShadowMap
  /// Per pixel the cosine of the light's incidence times the share of it that gets there.
  let direct: [Float]

  /// The place of `backdrop` under `light`.
  init(_ backdrop: Backdrop, light: Light) {
    key = light.key
    softness = light.softness
    let shadows = backdrop.shadows(light)
    let towards = normalized(light.key)
    let (normals, positions, nears) = (backdrop.normal, backdrop.position, backdrop.nearness)
    var direct = Array(repeating: Float(0), count: nears.count)
    for at in nears.indices where nears[at] > 0 {
      let normal = normals[at]
      let facing = dot(normal, towards)
      if facing > 0 { direct[at] = facing * shadows.light(at: positions[at] + normal * 0.01) }
    }
    self.shadows = shadows
    self.direct = direct
  }

  /// Whether it is as `light` has it.
  func isOf(_ light: Light) -> Bool { key == light.key && softness == light.softness }
}
