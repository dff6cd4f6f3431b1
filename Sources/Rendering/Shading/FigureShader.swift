import Foundation

/// Colours the surface of a posed figure.
struct FigureShader {
  private let person: Person
  private let triangles: [SIMD3<Int32>]
  private let materials: [Material]
  private let rests: [Vector]
  private let opennesses: [Float]
  private let positions: [Vector]
  private let normals: [Vector]
  private let clothes: Clothes
  private let noise: Noise
  private let light: Light
  private let face: FaceLook
  private let people: ShadowMap
  private let place: ShadowMap
  private let eye: Vector
  private let half: Vector
  private let gaze: Vector

  init(_ posed: PosedFigure, light: Light, people: ShadowMap, place: ShadowMap, eye: Vector) {
    person = posed.figure.person
    triangles = posed.figure.triangles
    materials = posed.figure.materials
    rests = posed.figure.rest
    opennesses = posed.figure.openness
    positions = posed.positions
    normals = posed.normals
    clothes = posed.figure.clothes
    noise = posed.figure.model.noise
    self.light = light
    face = posed.figure.person.face
    self.people = people
    self.place = place
    self.eye = eye
    half = normalized(light.key)
    gaze = normalized(Vector(sin(posed.gaze.x), -sin(posed.gaze.y), 1))
  }

  /// The colour of the point with `shares` of the corners of triangle `index`.
  @inline(__always)
  func colour(_ index: Int, _ shares: Vector) -> Vector {
    let corner = triangles[index]
    let a = Int(corner.x)
    let b = Int(corner.y)
    let c = Int(corner.z)
    let rest = rests[a] * shares.x + rests[b] * shares.y + rests[c] * shares.z
    var normal = normalized(
      normals[a] * shares.x + normals[b] * shares.y + normals[c] * shares.z)
    let point = positions[a] * shares.x + positions[b] * shares.y + positions[c] * shares.z
    let open = opennesses[a] * shares.x + opennesses[b] * shares.y + opennesses[c] * shares.z
    let view = normalized(eye - point)
    if dot(normal, view) < 0 { normal = -normal }
    switch materials[index] {
    case .skin:
      if rest.y < 5 && Clothes.beyondWrist(rest) < Clothes.cuff {
        return matt(top(rest), normal, point, 1)
      }
      return skin(rest, normal, point, view, open)
    case .eye: return eyeball(rest, normal, point, view)
    case .hair: return hair(rest, normal, point, view)
    case .glasses:
      return matt(person.glasses?.colour ?? Vector(), normal, point, 1)
        + shine(normal, view, 60, 0.3)
    case .top:
      // The neckline is drawn, not modelled.
      if rest.y > 5 && Clothes.aboveNeckline(rest) > 0 {
        return skin(rest, normal, point, view, open)
      }
      return matt(top(rest), normal, point, 1)
    case .trousers:
      let colour = rest.y > Clothes.hem ? top(rest) : weave(clothes.trousers, rest)
      return matt(colour, normal, point, 0.9)
    case .shoe: return matt(clothes.shoes, normal, point, 0.8)
    case .cloth: return matt(knit(clothes.hat ?? clothes.colour, rest), normal, point, 1)
    case .collar:
      return matt(collar(rest), normal, point, 0.9)
    }
  }

  @inline(__always)
  private func reached(_ point: Vector, _ normal: Vector) -> Float {
    let from = point + normal * 0.004
    let lit = people.light(at: from)
    return lit > 0 ? lit * place.light(at: from) : 0
  }

  private func matt(_ colour: Vector, _ normal: Vector, _ point: Vector, _ open: Float) -> Vector {
    let towards = dot(normal, half)
    let direct = towards > 0 ? towards * reached(point, normal) : 0
    return colour * (light.ambient(normal) * open + light.keyColour * direct)
  }

  private func shine(_ normal: Vector, _ view: Vector, _ power: Float, _ strength: Float) -> Vector
  {
    let facing = max(0, dot(normal, normalized(half + view)))
    return light.keyColour * (strength * pow(facing, power))
  }

  // MARK: - Skin

  private func skin(
    _ rest: Vector, _ normal: Vector, _ point: Vector, _ view: Vector, _ open: Float
  ) -> Vector {
    var albedo = face.skin
    var gloss: Float = 0.035
    if rest.y > 5.6 { painted(rest, &albedo, &gloss) }
    let fine = noise(rest * 14 + face.offset)
    let broad = noise(rest * 2.2 + face.offset)
    albedo *= 1 + face.mottle * (0.035 * fine + 0.05 * broad)
    // Light scatters under the skin, red farthest: its terminator is wide in red.
    let towards = dot(normal, half)
    let wrap = Vector(0.32, 0.16, 0.10)
    let wrapped = pointwiseMax((Vector(repeating: towards) + wrap) / (1 + wrap), Vector())
    let lit = towards > -0.32 ? reached(point, normal) : 0
    // Light between skin surfaces bounces red: occlusion is warmer than grey.
    let openness = mix(Vector(repeating: open), Vector(1, open * 0.9 + 0.1, open * 0.85 + 0.1), 0.2)
    let sheen = shine(normal, view, 18, gloss * 2.4 * lit) * open
    let rim = pow(1 - max(0, dot(normal, view)), 4) * 0.05
    return albedo * (light.ambient(normal) * openness * openness + light.keyColour * wrapped * lit)
      + sheen + light.ambient(normal) * (rim * open)
  }

  /// Paints face and scalp: brows, lips, blush, freckles, lines, beard, shorn hair.
  private func painted(
    _ rest: Vector, _ albedo: inout Vector, _ gloss: inout Float
  ) {
    let x = abs(rest.x)
    let y = rest.y
    let z = rest.z
    if z > 0.55 && y < 8.2 && y > 6.1 {
      let wide = face.offset.x
      // Cheeks, nose, chin and the rims of the eyes are redder.
      var red =
        0.7 * bump(x, 0.45, 0.35) * bump(y, 6.98, 0.4)
        + 0.6 * bump(x, 0, 0.16) * bump(y, 6.95, 0.2) + 0.25 * bump(x, 0, 0.2) * bump(y, 6.32, 0.2)
      red *= 0.7 + 0.3 * noise(rest * 5 + face.offset)
      albedo *= mix(Vector(1, 1, 1), Vector(1.06, 0.80, 0.80), saturate(red) * face.redness)
      if face.freckles > 0 {
        let spot = noise(rest * 30 + face.offset)
        let where_ = bump(y, 7.05, 0.5) * smoothstep(0.8, 0.3, x)
        albedo *= mix(
          Vector(1, 1, 1), Vector(0.72, 0.6, 0.5),
          face.freckles * where_ * smoothstep(0.3, 0.6, spot))
      }
      // Lids and the hollow under the eye.
      let socket = bump(x, 0.31, 0.22) * bump(y, 7.14, 0.14)
      albedo *= mix(Vector(1, 1, 1), Vector(0.72, 0.64, 0.66), socket * face.underEyes)
      let lid = bump(x, 0.32, 0.24) * bump(y, 7.41, 0.09)
      albedo *= mix(Vector(1, 1, 1), Vector(0.82, 0.74, 0.72), lid * 0.7)
      lashes(rest, &albedo)
      lips(rest, &albedo, &gloss)
      brows(rest, &albedo)
      // Nostrils.
      let nostril = bump(x, 0.105, 0.075) * bump(y, 6.835, 0.05) * smoothstep(1.35, 1.45, z)
      albedo *= 1 - 0.8 * nostril
      if face.wrinkles > 0.1 {
        let lines = sin(y * 46 + 3 * noise(Vector(rest.x * 2, y, wide)))
        let brow = smoothstep(7.6, 7.7, y) * smoothstep(8.0, 7.85, y) * smoothstep(0.5, 0.2, x)
        albedo *= 1 - face.wrinkles * 0.14 * brow * smoothstep(0.4, 1, lines)
        let fold = abs(x - 0.2 - (6.95 - y) * 0.32)
        let along = smoothstep(6.5, 6.6, y) * smoothstep(6.98, 6.85, y)
        albedo *= 1 - face.wrinkles * 0.25 * along * smoothstep(0.035, 0, fold)
        let crow = bump(x, 0.6, 0.1) * bump(y, 7.28, 0.14)
        albedo *= 1 - face.wrinkles * 0.16 * crow * smoothstep(0.2, 1, sin(y * 70 + x * 20))
      }
      for mole in face.moles {
        let from = Vector(rest.x - mole.x, y - mole.y, 0)
        albedo *= 1 - 0.6 * smoothstep(mole.w, mole.w * 0.5, length(from))
      }
      beard(rest, &albedo, &gloss)
    }
    scalp(rest, &albedo, &gloss)
  }

  private func lashes(_ rest: Vector, _ albedo: inout Vector) {
    // The lid margins lie next to the eyeball.
    let from = rest - Vector(rest.x > 0 ? 0.31 : -0.31, 7.28, 1.25)
    let away = length(from)
    if away < 0.19 && rest.z > 1.25 {
      let upper = from.y > 0 ? Float(0.78) : 0.4
      albedo *= 1 - upper * smoothstep(0.175, 0.145, away)
    }
  }

  private func lips(_ rest: Vector, _ albedo: inout Vector, _ gloss: inout Float) {
    let x = abs(rest.x)
    guard x < 0.3, rest.z > 1.1, rest.y > 6.4, rest.y < 6.8 else { return }
    let t = x / 0.27
    let bow = 0.012 * bump(x, 0.07, 0.07) - 0.01 * bump(x, 0, 0.04)
    let top = 6.65 + 0.092 * (1 - t * t) + bow
    let bottom = 6.63 - 0.105 * (1 - t * t * t)
    let edge: Float = 0.018
    let inside =
      smoothstep(top + edge, top - edge, rest.y) * smoothstep(bottom - edge, bottom + edge, rest.y)
      * smoothstep(1.02, 0.94, t)
    let grain = 1 + 0.08 * noise(Vector(rest.x * 40, rest.y * 4, 1))
    albedo = mix(albedo, face.lips * grain, inside * 0.9)
    gloss += 0.035 * inside
    // The line between the lips.
    albedo *= 1 - 0.55 * smoothstep(0.018, 0.004, abs(rest.y - 6.635)) * smoothstep(1.05, 0.9, t)
  }

  private func brows(_ rest: Vector, _ albedo: inout Vector) {
    let brow = face.brow
    let x = abs(rest.x)
    guard x > brow.inner - 0.05, x < brow.outer + 0.05, rest.y > 7.3, rest.y < 7.75 else { return }
    let t = (x - brow.inner) / (brow.outer - brow.inner)
    let arc = brow.arch * (1 - (2 * t - 1.25) * (2 * t - 1.25) * 0.64)
    let middle = 7.475 + brow.height + arc + brow.tilt * (t - 0.5)
    let thick = brow.thickness * (1.1 - 0.7 * max(0, t)) + 0.006
    let off = abs(rest.y - middle) / thick
    let ends = smoothstep(-0.06, 0.08, t) * smoothstep(1.06, 0.85, t)
    let strands = noise(Vector(x * 34 - rest.y * 22, rest.y * 13, 7) + face.offset)
    let cover = smoothstep(1.15, 0.45, off) * ends * saturate(brow.density * (0.85 + 0.4 * strands))
    let colour = mix(person.hair.colour, Vector(0.015, 0.011, 0.009), 0.45)
    albedo = mix(albedo, colour, cover * 0.92)
  }

  private func beard(_ rest: Vector, _ albedo: inout Vector, _ gloss: inout Float) {
    guard face.beard > 0.02, rest.y < 7.15 else { return }
    let x = abs(rest.x)
    let y = rest.y
    let moustache = smoothstep(6.69, 6.74, y) * smoothstep(6.86, 6.78, y) * smoothstep(0.36, 0.2, x)
    let lip = bump(x, 0, 0.27) * bump(y, 6.635, 0.13)
    let chin = smoothstep(6.56, 6.48, y) * smoothstep(0.42, 0.3, x)
    let line = 6.92 - 0.25 * smoothstep(0.75, 0.25, x)
    let cheeks = smoothstep(line + 0.05, line - 0.1, y) * smoothstep(0.22, 0.36, x)
    let jaw = smoothstep(6.0, 6.15, y)
    var cover =
      max(moustache * face.beardParts.x, max(chin * face.beardParts.y, cheeks * face.beardParts.z))
    cover *= (1 - 0.9 * saturate(lip * 2)) * jaw
    let strands = noise(Vector(rest.x * 26, y * 10, rest.z * 26) + face.offset)
    cover *= saturate(face.beard * (1.05 + 0.35 * strands))
    let colour = mix(
      person.hair.colour, albedo * Vector(0.35, 0.38, 0.45), face.beard < 0.25 ? 0.8 : 0.1)
    albedo = mix(albedo, colour, saturate(cover))
    gloss *= 1 - 0.7 * cover
  }

  private func scalp(_ rest: Vector, _ albedo: inout Vector, _ gloss: inout Float) {
    let hair = person.hair
    if rest.y < 6.3 || (abs(rest.x) > 0.7 && rest.z > -0.35 && rest.z < 0.35 && rest.y < 7.45) {
      return
    }
    let height = HairLine.height(rest, hair)
    if height < -0.12 { return }
    let strands = noise(Vector(rest.x * 24, rest.y * 9, rest.z * 24) + hair.offset)
    var cover = smoothstep(-0.05, 0.08, height + 0.05 * strands)
    if hair.style == .bald {
      cover *= 0.45 * smoothstep(7.9, 7.3, rest.y)
      gloss += 0.03
    }
    albedo = mix(albedo, hair.colour * (1 + 0.25 * strands), cover * 0.95)
    if hair.style != .bald { gloss *= 1 - cover }
  }

  // MARK: - Eyes and hair

  private func eyeball(_ rest: Vector, _ normal: Vector, _ point: Vector, _ view: Vector) -> Vector
  {
    let centre = Vector(rest.x > 0 ? 0.31 : -0.31, 7.285, 1.25)
    let way = normalized(rest - centre)
    let across = length(cross(way, gaze))
    let ahead = dot(way, gaze) > 0
    var albedo = Vector(0.56, 0.52, 0.49)
    albedo = mix(albedo, Vector(0.5, 0.3, 0.27), smoothstep(0.55, 0.95, abs(way.x)) * 0.5)
    if ahead {
      let streaks = 1 + 0.35 * noise(way * 22 + face.offset)
      let iris = face.iris * streaks * (1 - 0.6 * smoothstep(0.36, 0.44, across))
      albedo = mix(albedo, iris, smoothstep(0.47, 0.41, across))
      albedo = mix(albedo, Vector(0.004, 0.004, 0.004), smoothstep(0.2, 0.16, across))
    }
    // The lids shade the eye from above.
    let shade = mix(Float(0.35), 1, smoothstep(0.5, 0.05, way.y)) * 0.82
    let spark = pow(max(0, dot(normal, normalized(half + view + Vector(0, 0.25, 0)))), 220)
    return matt(albedo, normal, point, shade) * mix(0.6, 1, shade)
      + (light.keyColour * 0.5 + light.above * 0.6) * spark
  }

  private func hair(_ rest: Vector, _ normal: Vector, _ point: Vector, _ view: Vector) -> Vector {
    let look = person.hair
    let curly = look.style == .curly
    // Strands run down from the crown: stretch the noise along them.
    let around = atan2(rest.x, rest.z + 0.2)
    let flow =
      curly
      ? rest * 9
      : Vector(around * 16 + (rest.y > 8.2 ? rest.x * 8 : 0), rest.y * 1.6, rest.z * 2.5)
    let strands = noise(flow + look.offset)
    let finer = noise(flow * 2.7 + look.offset)
    let tone = 1 + 0.35 * strands + 0.22 * finer
    let bent = normalized(normal + Vector(strands, 0.3 * finer, finer) * (curly ? 0.5 : 0.22))
    let down = normalized(Vector(0, -1, 0) + normal * normal.y)
    let middle = normalized(half + view)
    let slope = dot(down, middle)
    let gleam = pow(max(0, 1 - slope * slope), 24) * max(0, dot(normal, half) + 0.2)
    let lit = reached(point, normal)
    let deep = saturate(0.62 + 0.38 * strands)
    return matt(look.colour * tone, bent, point, deep)
      + light.keyColour * look.colour * (gleam * (curly ? 0.25 : 0.9) * lit * (0.6 + 0.4 * finer))
      + light.ambient(normal) * 0.006
  }

  // MARK: - Clothes

  private func knit(_ colour: Vector, _ rest: Vector) -> Vector {
    colour * (0.88 + 0.12 * sin(rest.y * 60) + 0.1 * noise(rest * 9))
  }

  private func weave(_ colour: Vector, _ rest: Vector) -> Vector {
    colour * (1 + 0.1 * noise(rest * 12) + 0.16 * noise(rest * Vector(1.5, 2.2, 1.5)))
  }

  private func collar(_ rest: Vector) -> Vector {
    if let scarf = clothes.scarf { return knit(scarf, rest) }
    switch clothes.top {
    case .jacket, .coat: return weave(clothes.shirt, rest) * 0.95
    case .jumper: return knit(clothes.colour * 0.92, rest)
    case .shirt, .hood: return weave(clothes.colour * 0.92, rest)
    }
  }

  private func top(_ rest: Vector) -> Vector {
    let open = clothes.top == .jacket || clothes.top == .coat
    let x = abs(rest.x)
    if rest.z > 0.2 && x < 1.2 {
      // Between the lapels, which widen to a notch, a shirt with its row of buttons.
      let v = (rest.y - 2.7) * 0.2
      if open && x < v {
        let button = x < 0.025 && sin(rest.y * 11) > 0.93
        return weave(clothes.shirt, rest) * (button ? 0.5 : x < 0.01 ? 0.75 : 1)
      }
      let lapel = v + 0.3 * smoothstep(2.7, 4.6, rest.y)
      if open && rest.y > 2.7 && x < lapel {
        let notch = abs(rest.y - 4.75 + 0.3 * (x - v)) < 0.02
        return weave(clothes.colour, rest) * (notch || lapel - x < 0.025 ? 0.45 : 0.9)
      }
      if open && x < 0.012 { return clothes.colour * 0.4 }
      if clothes.top == .hood && x < 0.018 { return Vector(0.25, 0.25, 0.25) }
      if clothes.top == .shirt && x < 0.035 {
        return weave(clothes.colour, rest) * (sin(rest.y * 11) > 0.9 && x < 0.02 ? 1.6 : 0.85)
      }
      if clothes.top == .hood && abs(x - 0.28) < 0.02 && rest.y > 4.6 && rest.y < 5.7 {
        return Vector(0.5, 0.5, 0.5)
      }
    }
    var colour = clothes.colour
    switch clothes.pattern {
    case .plain: break
    case .stripes: if sin(rest.y * 16) > 0.35 { colour = clothes.second }
    case .checks:
      let a: Float = sin(rest.y * 13) > 0.4 ? 1 : 0
      let b: Float = sin(rest.x * 13) > 0.4 ? 1 : 0
      colour = mix(colour, clothes.second, (a + b) * 0.4)
    case .mottled: colour = mix(colour, clothes.second, saturate(noise(rest * 2.5) * 2) * 0.6)
    }
    return weave(colour, rest)
  }
}
