import Foundation

/// The colour of a panel at a place on it, and the light that it gives off itself.
struct FinishShader {
  let noise: Noise

  struct Surface {
    var albedo: Vector
    /// Light given off by lamps and lit windows, scaled by the scene's lamps.
    var glow = Vector()
  }

  /// `u`, `v` in metres along the panel's edges; `point` in the world.
  func surface(_ finish: Finish, _ u: Float, _ v: Float, _ point: Vector) -> Surface {
    switch finish {
    case .plain(let colour, let rough):
      return Surface(albedo: colour * (1 + rough * noise.rough(point * 6)))
    case .slabs(let colour, let size, let joint):
      let row = (v / size).rounded(.down)
      let shift = row.truncatingRemainder(dividingBy: 2) == 0 ? Float(0) : 0.5
      let gap = edge((u / size + shift), joint / size) * edge(v / size, joint / size)
      let tone = noise(Vector((u / size + shift).rounded(.down) * 3.7, row * 5.1, 1))
      return Surface(albedo: colour * grain(point) * (1 + 0.16 * tone) * mix(0.5, 1, gap))
    case .bricks(let colour):
      let row = (v / 0.085).rounded(.down)
      let shift = row.truncatingRemainder(dividingBy: 2) == 0 ? Float(0) : 0.5
      let gap = edge(u / 0.24 + shift, 0.05) * edge(v / 0.085, 0.13)
      let tone = noise(Vector((u / 0.24 + shift).rounded(.down) * 3.7, row * 5.1, 2))
      return Surface(
        albedo: mix(Vector(0.42, 0.4, 0.37), colour * (1 + 0.35 * tone) * grain(point), gap))
    case .facade(let colour, let glass, let storey, let bay):
      return facade(colour, glass, storey, bay, u, v, point)
    case .shopfront(let colour, let sign): return shopfront(colour, sign, u, v, point)
    case .asphalt:
      let crack = smoothstep(0.03, 0, abs(noise(point * 0.7)))
      return Surface(
        albedo: Vector(0.075, 0.075, 0.08) * (1 + 0.25 * noise(point * 31)) * (1 - 0.2 * crack))
    case .grass:
      return Surface(
        albedo: Vector(0.06, 0.13, 0.025) * (1 + 0.5 * noise(point * 9) + 0.3 * noise(point * 41)))
    case .tiles(let colour, let size):
      let gap = edge(u / size, 0.006 / size) * edge(v / size, 0.006 / size)
      let tone = noise(Vector((u / size).rounded(.down) * 3.7, (v / size).rounded(.down) * 5.1, 3))
      return Surface(
        albedo: colour * (1 + 0.05 * tone + 0.03 * noise(point * 5)) * mix(0.6, 1, gap))
    case .shelf(let seed): return shelf(seed, u, v)
    case .poster(let seed): return poster(seed, u, v)
    case .train(let colour): return train(colour, u, v)
    case .ceiling(let lamp):
      let panel = edge(u / 0.6, 0.02) * edge(v / 0.6, 0.02)
      let lit =
        lamp && Int((u / 0.6).rounded(.down)) % 3 == 1 && Int((v / 0.6).rounded(.down)) % 3 == 1
      return Surface(
        albedo: Vector(0.6, 0.6, 0.58) * mix(0.7, 1, panel),
        glow: lit ? Vector(1.6, 1.6, 1.5) * panel : Vector())
    case .leaves(let colour):
      return Surface(albedo: colour * (1 + 0.6 * noise(point * 7) + 0.3 * noise(point * 31)))
    case .bark:
      return Surface(
        albedo: Vector(0.13, 0.09, 0.06) * (1 + 0.5 * noise(point * Vector(30, 5, 30))))
    case .glow(let colour): return Surface(albedo: Vector(0.5, 0.5, 0.5), glow: colour)
    case .stripe(let colour):
      let worn = smoothstep(-0.75, -0.35, noise(point * 9))
      return Surface(albedo: mix(Vector(0.1, 0.1, 0.1), colour, 0.4 + 0.6 * worn) * grain(point))
    }
  }

  /// The unevenness of stone and plaster.
  private func grain(_ point: Vector) -> Float {
    1 + 0.07 * noise(point * 23) + 0.08 * noise(point * 3.1)
  }

  /// 0 within `width` (a share) of a whole number, else 1.
  private func edge(_ x: Float, _ width: Float) -> Float {
    let part = x - x.rounded(.down)
    return part < width ? 0 : 1
  }

  private func within(_ x: Float, _ low: Float, _ high: Float) -> Bool { x > low && x < high }

  private func facade(
    _ colour: Vector, _ glass: Vector, _ storey: Float, _ bay: Float, _ u: Float, _ v: Float,
    _ point: Vector
  ) -> Surface {
    let column = (u / bay).rounded(.down)
    let row = (v / storey).rounded(.down)
    let x = u / bay - column
    let y = v / storey - row
    let luck = noise(Vector(column * 3.3 + 0.5, row * 7.7 + 0.5, colour.x * 90))
    let streak = 1 + 0.08 * noise(Vector(u * 1.5, v * 0.25, 9))
    // A string course between the storeys, sills, frames, glazing bars.
    if y > 0.94 { return Surface(albedo: colour * 1.25 * grain(point)) }
    guard within(x, 0.24, 0.76), within(y, 0.2, 0.82) else {
      let sill = within(x, 0.2, 0.8) && within(y, 0.165, 0.2)
      return Surface(albedo: sill ? Vector(0.5, 0.49, 0.46) : colour * grain(point) * streak)
    }
    let frame =
      !within(x, 0.275, 0.725) || !within(y, 0.225, 0.795) || abs(x - 0.5) < 0.015
      || abs(y - 0.6) < 0.012
    if frame { return Surface(albedo: Vector(0.55, 0.54, 0.5)) }
    let curtain = luck > 0.1 && (x < 0.275 + 0.13 * luck * 2 || x > 0.725 - 0.13 * luck * 2)
    let albedo = curtain ? Vector(0.45, 0.42, 0.37) : glass * (0.6 + 0.8 * y)
    let lit = luck < -0.15 ? Vector(0.9, 0.66, 0.36) * (0.35 + 0.4 * y) : Vector()
    return Surface(albedo: albedo, glow: lit)
  }

  private func shopfront(
    _ colour: Vector, _ sign: Vector, _ u: Float, _ v: Float, _ point: Vector
  ) -> Surface {
    if v > 3.1 { return Surface(albedo: colour * 1.1 * grain(point)) }
    if v > 2.55 {
      // The sign board, with the bars of its lettering.
      let letter = within(v, 2.68, 2.95) && noise(Vector(u * 7, 5, sign.x * 40)) > 0
      return Surface(albedo: letter ? Vector(0.7, 0.68, 0.6) : sign, glow: letter ? sign : Vector())
    }
    let part = u.truncatingRemainder(dividingBy: 3.6)
    if part < 0.95 {
      // The door.
      let pane = within(part, 0.17, 0.78) && within(v, 0.55, 2.2)
      let handle = within(part, 0.72, 0.76) && within(v, 0.95, 1.2)
      return Surface(
        albedo: handle ? Vector(0.6, 0.55, 0.4) : pane ? Vector(0.09, 0.11, 0.12) : colour * 0.55,
        glow: pane ? Vector(0.4, 0.34, 0.24) : Vector())
    }
    if v < 0.5 { return Surface(albedo: colour * 0.7 * grain(point)) }
    let bar = edge((part - 0.95) / 1.3, 0.05)
    if bar == 0 { return Surface(albedo: colour * 0.5) }
    // Goods behind the glass.
    let slot = (u * 5).rounded(.down)
    let high = 0.9 + 0.45 * noise(Vector(slot * 2.7, 1, 4))
    let goods = v < high && abs(u * 5 - slot - 0.5) < 0.38
    let tone = Vector(
      noise(Vector(slot * 1.3, 1, 1)), noise(Vector(slot * 1.3, 1, 8)),
      noise(Vector(slot * 1.3, 1, 15)))
    // The lit room behind the pane, darker towards its floor; the sky mirrored above.
    let room = Vector(0.12, 0.11, 0.1) * (0.5 + 0.35 * v) + Vector(0.05, 0.07, 0.09) * (v * 0.5)
    let thing = (Vector(0.16, 0.14, 0.12) + tone * 0.1) * (0.6 + 0.4 * v)
    let shine = Vector(0.34, 0.27, 0.17) * (goods ? 0.55 : 0.25 + 0.3 * smoothstep(0.8, 2.4, v))
    return Surface(albedo: goods ? thing : room, glow: shine)
  }

  private func shelf(_ seed: Float, _ u: Float, _ v: Float) -> Surface {
    let high: Float = 0.36
    let row = (v / high).rounded(.down)
    let y = v - row * high
    if y < 0.035 {
      // The board with price tags.
      let tag = edge(u / 0.13, 0.35) == 0 && y > 0.006
      return Surface(albedo: tag ? Vector(0.7, 0.68, 0.3) : Vector(0.5, 0.5, 0.5))
    }
    let wide = 0.07 + 0.07 * abs(noise(Vector(row * 3.3, (u / 0.7).rounded(.down) * 1.7, seed)))
    let slot = (u / wide).rounded(.down)
    let x = u / wide - slot
    let group = (slot / 3).rounded(.down)
    let tall = 0.2 + 0.1 * noise(Vector(group * 2.1, row * 4.7, seed + 3))
    if y - 0.035 > tall || x < 0.05 { return Surface(albedo: Vector(0.035, 0.035, 0.04)) }
    func part(_ k: Float) -> Float { 0.5 + 0.5 * noise(Vector(group * 1.9, row * 3.1, seed + k)) }
    var colour = Vector(part(5), part(11), part(17))
    colour = pointwiseMax(colour * colour * 0.9, Vector(repeating: 0.02))
    let label = within((y - 0.035) / tall, 0.3, 0.65) && within(x, 0.18, 0.82)
    if label { colour = mix(colour, Vector(0.65, 0.65, 0.6), 0.75) }
    let round = 1 - 0.6 * (2 * x - 1) * (2 * x - 1)
    return Surface(albedo: colour * round)
  }

  private func poster(_ seed: Float, _ u: Float, _ v: Float) -> Surface {
    let x = u / 1.2
    let y = v / 1.8
    if !within(x, 0.04, 0.96) || !within(y, 0.03, 0.97) {
      return Surface(albedo: Vector(0.25, 0.25, 0.26))
    }
    func tone(_ k: Float) -> Vector {
      let c = Vector(
        noise(Vector(seed, k, 1)), noise(Vector(seed, k, 8)), noise(Vector(seed, k, 15)))
      let d = c * 0.4 + 0.45
      return d * d
    }
    var colour = mix(tone(1.5), tone(5.5), y)
    let disc = length(Vector(x - 0.5 - 0.2 * noise(Vector(seed, 9, 9)), (y - 0.6) * 1.5, 0))
    if disc < 0.26 { colour = tone(9.5) }
    if within(y, 0.1, 0.3) && sin(y * 120) > 0
      && noise(Vector(x * 16, (y * 19).rounded(), seed)) > -0.25
      && within(x, 0.12, 0.88)
    {
      colour = Vector(0.7, 0.7, 0.68)
    }
    return Surface(albedo: colour, glow: colour * 0.5)
  }

  private func train(_ colour: Vector, _ u: Float, _ v: Float) -> Surface {
    let part = u.truncatingRemainder(dividingBy: 5.5)
    if v < 0.25 { return Surface(albedo: Vector(0.05, 0.05, 0.055)) }
    if part < 1.4 {
      let seam = abs(part - 0.7) < 0.012 || part < 0.03 || part > 1.37
      let pane = within(v, 1.1, 2.15) && (within(part, 0.15, 0.6) || within(part, 0.8, 1.25))
      if seam { return Surface(albedo: Vector(0.02, 0.02, 0.02)) }
      return Surface(
        albedo: pane ? Vector(0.05, 0.06, 0.07) : Vector(0.55, 0.42, 0.06),
        glow: pane ? Vector(0.5, 0.5, 0.45) : Vector())
    }
    if within(v, 1.15, 2.15) && within(part, 1.75, 5.15) {
      let post = abs(part - 3.45) < 0.06
      return Surface(
        albedo: post ? Vector(0.1, 0.1, 0.1) : Vector(0.05, 0.06, 0.07),
        glow: post ? Vector() : Vector(0.5, 0.5, 0.44) * (0.5 + 0.25 * sin(part * 9)))
    }
    return Surface(albedo: within(v, 0.7, 0.9) ? Vector(0.6, 0.6, 0.6) : colour)
  }
}
