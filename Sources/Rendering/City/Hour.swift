import Foundation

/// The light of a place at an hour of the day.
enum Hour {
  /// `hour` in 0..<24; `dark` is a place whose lamps are dim or failing.
  static func light(_ kind: PlaceKind, hour: Float, dark: Bool, cloud: Float) -> Light {
    switch kind {
    case .street: street(hour, dark, cloud)
    case .station: indoor(dark ? 0.3 : 0.8, Vector(1, 0.97, 0.9), Vector(-0.25, 1, 0.75))
    case .shop: indoor(dark ? 0.4 : 1, Vector(1, 0.99, 0.96), Vector(0.2, 1, 0.8))
    }
  }

  private static func street(_ hour: Float, _ dark: Bool, _ cloud: Float) -> Light {
    // A June sun of the middle latitudes: up from 5 to 21.
    let day = (hour - 5) / 16
    let height = day > 0 && day < 1 ? sin(day * .pi) : 0
    let daylight = smoothstep(0, 0.25, height)
    let low = smoothstep(0.5, 0.05, height)
    let warm = mix(Vector(1, 0.96, 0.9), Vector(1, 0.66, 0.38), low)
    let blue = mix(Vector(0.30, 0.46, 0.78), Vector(0.55, 0.57, 0.6), cloud)
    let night = Vector(0.010, 0.012, 0.022)
    // The street runs so that the sun stands in front of the people for most of the day.
    let across = cos(day * .pi)
    let sun = normalized(Vector(across * 0.9, max(0.15, height) * 1.1, 0.75))
    if daylight < 0.1 {
      // Night: the lamp over the pavement is the main light.
      let lamp = Vector(1, 0.78, 0.5) * (dark ? 0.16 : 0.4)
      return Light(
        above: night * 2 + lamp * 0.22, below: lamp * 0.12, key: normalized(Vector(0.5, 1, 0.75)),
        keyColour: lamp, softness: 0.05, fill: normalized(Vector(-0.9, 0.1, 0.4)),
        fillColour: Vector(0.09, 0.07, 0.045) * (dark ? 0.5 : 1), sky: night,
        horizon: night * 2.2 + Vector(0.02, 0.014, 0.008), lamps: dark ? 0.35 : 0.6)
    }
    let strength = daylight * (1 - 0.82 * cloud)
    let ambient = mix(blue, Vector(0.62, 0.62, 0.62), 0.5) * daylight * (0.62 + 0.3 * cloud)
    return Light(
      above: ambient * 0.9 + night, below: ambient * 0.42 + warm * strength * 0.14, key: sun,
      keyColour: warm * (strength * 1.05 + 0.2 * daylight * cloud),
      softness: mix(0.012, 0.14, cloud), fill: normalized(Vector(0, 0.3, 1)),
      fillColour: ambient * 0.22, sky: blue * daylight * 0.9 + night,
      horizon: mix(Vector(0.75, 0.8, 0.86), warm, low * 0.6) * daylight + night,
      lamps: 0.25 + 0.5 * low)
  }

  private static func indoor(_ strength: Float, _ tint: Vector, _ key: Vector) -> Light {
    Light(
      above: tint * (0.42 * strength), below: tint * (0.26 * strength), key: normalized(key),
      keyColour: tint * (0.5 * strength), softness: 0.11,
      fill: normalized(Vector(-0.4, 0.2, 1)), fillColour: tint * (0.2 * strength),
      sky: Vector(), horizon: Vector(), lamps: strength)
  }
}
