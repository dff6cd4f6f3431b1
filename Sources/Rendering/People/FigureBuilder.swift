import Foundation

/// Puts a figure together: the body, then hair, glasses, hat and collar as shells and rigid parts.
struct FigureBuilder {
  private(set) var vertices: [Vector]
  private(set) var triangles: [SIMD3<Int32>] = []
  private(set) var materials: [Material] = []
  private(set) var rest: [Vector]
  private(set) var openness: [Float]
  private(set) var follows: [Int32]
  private(set) var lift: [Float]
  private let model: BodyModel
  private let normals: [Vector]
  /// A vertex whose only bone is the head, for rigid parts.
  private let crown: Int32

  init(shape: [Vector], model: BodyModel) {
    self.model = model
    vertices = shape
    let rest = model.mesh.vertices.map { $0 * 10 }
    self.rest = rest
    openness = model.openness
    follows = shape.indices.map { Int32($0) }
    lift = Array(repeating: 0, count: shape.count)
    normals = Surface.normals(shape, model.mesh.triangles["body"] ?? [])
    crown = Int32(
      rest.indices.prefix(BaseMesh.bodyCount).max { rest[$0].y < rest[$1].y } ?? 0)
  }

  private mutating func add(_ corner: SIMD3<Int32>, _ material: Material) {
    triangles.append(corner)
    materials.append(material)
  }

  private mutating func addVertex(
    _ place: Vector, rest at: Vector, follows source: Int32, openness open: Float = 1
  ) -> Int32 {
    vertices.append(place)
    rest.append(at)
    openness.append(open)
    follows.append(source)
    lift.append(0)
    return Int32(vertices.count - 1)
  }

  mutating func addBody(clothes: Clothes) {
    for corner in model.mesh.triangles["body"] ?? [] {
      let material: Material =
        switch model.mainBone[Int(corner.x)] {
        case .head, .leftHand, .rightHand: .skin
        case .neck where rest[Int(corner.x)].y > 6.3: .skin
        case .pelvis where rest[Int(corner.x)].y < 1.2, .leftThigh, .rightThigh, .leftCalf,
          .rightCalf:
          .trousers
        case .leftFoot, .rightFoot: .shoe
        default: .top
        }
      add(corner, material)
    }
    for group in ["helper-l-eye", "helper-r-eye"] {
      for corner in model.mesh.triangles[group] ?? [] { add(corner, .eye) }
    }
    for index in 0..<BaseMesh.bodyCount {
      switch model.mainBone[index] {
      case .head, .neck: break
      case .leftHand, .rightHand:
        // Sleeves run out beyond the wrist.
        let end = smoothstep(Clothes.cuff + 0.25, Clothes.cuff, Clothes.beyondWrist(rest[index]))
        lift[index] = clothes.thickness(rest[index]) * end
      case .leftThigh, .rightThigh, .leftCalf, .rightCalf, .leftFoot, .rightFoot: lift[index] = 0.01
      default: lift[index] = clothes.thickness(rest[index])
      }
    }
  }

  /// A second surface over the body triangles all of whose corners `offset` accepts (not nil).
  private mutating func addShell(_ material: Material, offset: (Int) -> Vector?) {
    var copies: [Int32: Int32] = [:]
    for corner in model.mesh.triangles["body"] ?? [] {
      var shell = SIMD3<Int32>()
      var complete = true
      for slot in 0..<3 {
        let source = corner[slot]
        if let known = copies[source] {
          shell[slot] = known
        } else if let move = offset(Int(source)) {
          let index = addVertex(
            vertices[Int(source)] + move, rest: rest[Int(source)], follows: source,
            openness: 1)
          copies[source] = index
          shell[slot] = index
        } else {
          complete = false
          break
        }
      }
      if complete { add(shell, material) }
    }
  }

  mutating func addHair(_ look: HairLook, covered: Bool) {
    let model = self.model
    let rest = self.rest
    let normals = self.normals
    addShell(.hair) { index in
      let at = rest[index]
      guard model.mainBone[index] == .head, !model.isEar[index], at.y > 6.2 else { return nil }
      let height = HairLine.height(at, look)
      // Below its line the shell lies under the skin: where it comes out, the edge is smooth.
      guard height > -0.45 else { return nil }
      if height <= 0 { return normals[index] * max(-0.006, height * 0.03) }
      let rise = smoothstep(0, look.style == .curly ? 0.25 : 0.4, height)
      let above = smoothstep(7.5, 8.3, at.y)
      var thick = mix(look.side, look.top, above) * rise
      // Locks: coarse for curls, fine for straight hair; a parting; a fringe over the brow.
      let coarse: Float = look.style == .curly ? 5 : 2.2
      thick *= 1 + (look.style == .curly ? 0.35 : 0.12) * model.noise(at * coarse + look.offset)
      if look.style != .cropped && look.style != .curly {
        thick *= 1 - 0.22 * bump(at.x, look.parting * 0.45, 0.2) * above
      }
      if covered { thick = min(thick, 0.006) }
      var move = normals[index] * (0.0012 + thick)
      if look.fringe > 0 && at.z > 0.9 && at.y > 7.85 {
        move += Vector(0, -0.02, 0.01) * look.fringe * smoothstep(0.35, 0, height)
      }
      return move
    }
    switch look.style {
    case .long, .bob: addCurtain(look)
    case .bun: addBun(look)
    default: break
    }
  }

  /// Long hair: strips that hang from the sides and the back of the head to `look.end`.
  private mutating func addCurtain(_ look: HairLook) {
    let head = headFrame()
    let columns = 40
    let rows = 12
    // From beside one eye round the back to beside the other.
    let first: Float = 0.95 + 0.12 * look.parting * 0.3
    var previous: [Int32] = []
    for column in 0...columns {
      let t = Float(column) / Float(columns)
      let angle = mix(first, 2 * .pi - first, t)
      let front = smoothstep(0.75, 0.25, abs(t - 0.5) * -2 + 1)
      var strip: [Int32] = []
      for row in 0...rows {
        let s = Float(row) / Float(rows)
        let high = mix(Float(7.95), 8.05, 1 - front)
        let y = mix(high, look.end + 0.25 * front, s)
        let wave = model.noise(Vector(angle * 3, y * 0.8, 4) + look.offset) * 0.05
        let ripple = sin(angle * 37 + y * 2 + look.offset.x) * 0.018
        // Half-widths of the head, in decimetres; below the jaw it falls on the shoulders.
        let fall = smoothstep(6.6, 5.6, y)
        let wide = 0.86 + 10 * look.side * 0.55 + 0.12 * fall + wave + ripple
        let deep = 1.12 + 10 * look.side * 0.5 + wave + ripple - 0.1 * fall
        let narrow = smoothstep(0.1, 0, s) * 0.12
        let x = sin(angle) * (wide - narrow)
        let z = cos(angle) * (deep - narrow) + 0.3 - 0.1 * fall * (1 - front)
        let local = Vector(x, y, z)
        strip.append(
          addVertex(head.place(local), rest: local, follows: s < 0.5 ? crown : head.shoulder))
      }
      if column > 0 {
        for row in 0..<rows {
          add(SIMD3(previous[row], previous[row + 1], strip[row + 1]), .hair)
          add(SIMD3(previous[row], strip[row + 1], strip[row]), .hair)
        }
      }
      previous = strip
    }
  }

  private mutating func addBun(_ look: HairLook) {
    let head = headFrame()
    addBall(centre: head.place(Vector(0, 7.9, -0.85)), radius: 0.042, rest: Vector(0, 7.9, -0.85))
  }

  private mutating func addBall(centre: Vector, radius: Float, rest at: Vector) {
    let rings = 8
    let segments = 14
    var grid: [[Int32]] = []
    for ring in 0...rings {
      let polar = Float(ring) / Float(rings) * .pi
      grid.append(
        (0...segments).map { segment in
          let around = Float(segment) / Float(segments) * 2 * .pi
          let way = Vector(sin(polar) * cos(around), cos(polar), sin(polar) * sin(around))
          return addVertex(centre + way * radius, rest: at + way * radius * 10, follows: crown)
        })
    }
    for ring in 0..<rings {
      for segment in 0..<segments {
        let (a, b) = (grid[ring][segment], grid[ring][segment + 1])
        let (c, d) = (grid[ring + 1][segment], grid[ring + 1][segment + 1])
        add(SIMD3(a, b, d), .hair)
        add(SIMD3(a, d, c), .hair)
      }
    }
  }

  /// Maps places around the base mesh's head (decimetres) to this person's.
  private func headFrame() -> (place: (Vector) -> Vector, shoulder: Int32) {
    let top = vertices[Int(crown)]
    var low = Vector()
    var lowRest = Vector()
    var chin = 0
    var shoulder = 0
    for index in 0..<BaseMesh.bodyCount {
      if abs(rest[index].x) < 0.03 && rest[index].z > 1.3 && abs(rest[index].y - 6.25) < 0.08 {
        chin = index
      }
      if model.mainBone[index] == .upperSpine && abs(rest[index].y - 5.3) < 0.1
        && rest[index].z < 0 && abs(rest[index].x) < 0.06
      {
        shoulder = index
      }
    }
    low = vertices[chin]
    lowRest = rest[chin]
    let high = rest[Int(crown)]
    let scaleY = (top.y - low.y) / (high.y - lowRest.y)
    // The widest points at the height of the temples, ears left out.
    var wide: Float = 0.01
    var wideRest: Float = 0.01
    var back: Float = 0
    var backRest: Float = 0
    var front: Float = 0
    var frontRest: Float = 0
    for index in 0..<BaseMesh.bodyCount where abs(rest[index].y - 7.7) < 0.25 && !model.isEar[index]
    {
      if model.mainBone[index] != .head { continue }
      if rest[index].x > wideRest { (wideRest, wide) = (rest[index].x, vertices[index].x) }
      if rest[index].z < backRest { (backRest, back) = (rest[index].z, vertices[index].z) }
      if rest[index].z > frontRest { (frontRest, front) = (rest[index].z, vertices[index].z) }
    }
    let scaleX = wide / wideRest
    let scaleZ = (front - back) / (frontRest - backRest)
    return (
      { local in
        Vector(
          local.x * scaleX, low.y + (local.y - lowRest.y) * scaleY,
          back + (local.z - backRest) * scaleZ)
      }, Int32(shoulder)
    )
  }

  mutating func addGlasses(_ look: GlassesLook) {
    let left = model.mesh.joint("l-eye", in: vertices)
    let right = model.mesh.joint("r-eye", in: vertices)
    // In front of the bridge of the nose, a little below the eyes' centres.
    let bridge =
      (0..<BaseMesh.bodyCount).filter {
        abs(rest[$0].x) < 0.12 && abs(rest[$0].y - 7.28) < 0.12 && rest[$0].z > 1.3
      }.map { vertices[$0].z }.max() ?? left.z
    let front = bridge + 0.006
    for eye in [left, right] {
      let outward: Float = eye.x > 0 ? 1 : -1
      let centre = Vector(eye.x + outward * 0.001, eye.y - 0.003, front)
      addRim(centre, look)
      // The temple piece runs back to the ear.
      let hinge = Vector(centre.x + outward * look.width, centre.y + look.height * 0.45, front)
      let ear = Vector(outward * (abs(hinge.x) + 0.012), hinge.y, front - 0.105)
      addBar(hinge, ear, look.thickness)
    }
    let reach = look.width * 0.96
    addBar(
      Vector(left.x - reach, left.y + 0.003, front),
      Vector(right.x + reach, right.y + 0.003, front),
      look.thickness)
  }

  private mutating func addRim(_ centre: Vector, _ look: GlassesLook) {
    let segments = 28
    var previous: [Int32] = []
    for segment in 0...segments {
      let angle = Float(segment) / Float(segments) * 2 * .pi
      func bent(_ value: Float) -> Float {
        (value < 0 ? -1 : 1) * pow(abs(value), 2 / look.squareness)
      }
      let way = Vector(bent(cos(angle)) * look.width, bent(sin(angle)) * look.height, 0)
      let out = normalized(way)
      let t = look.thickness
      let ring = [
        way - out * t, way + Vector(0, 0, t), way + out * t, way - Vector(0, 0, t),
      ].map { addVertex(centre + $0, rest: Vector(), follows: crown) }
      if segment > 0 { addTube(previous, ring) }
      previous = ring
    }
  }

  private mutating func addBar(_ from: Vector, _ to: Vector, _ thickness: Float) {
    let way = normalized(to - from)
    let side = normalized(cross(way, abs(way.y) > 0.9 ? Vector(1, 0, 0) : Vector(0, 1, 0)))
    let up = cross(side, way)
    let corners = [side, up, -side, -up]
    let start = corners.map {
      addVertex(from + $0 * thickness, rest: Vector(), follows: crown)
    }
    let end = corners.map { addVertex(to + $0 * thickness, rest: Vector(), follows: crown) }
    addTube(start, end)
  }

  private mutating func addTube(_ start: [Int32], _ end: [Int32]) {
    for slot in 0..<4 {
      let next = (slot + 1) % 4
      add(SIMD3(start[slot], start[next], end[next]), .glasses)
      add(SIMD3(start[slot], end[next], end[slot]), .glasses)
    }
  }

  mutating func addHat(cap: Bool) {
    let head = headFrame()
    // A dome over the skull: rings from the rim, just above the brows, to the crown.
    let rings = 9
    let segments = 36
    var previous: [Int32] = []
    for ring in 0...rings {
      let t = Float(ring) / Float(rings)
      let swell: Float = cap ? 1.13 : 1.16
      let narrow = (1 - pow(t, cap ? 3.2 : 2.6)).squareRoot()
      let roll: Float = !cap && ring < 3 ? 0.035 : 0
      let row = (0...segments).map { segment -> Int32 in
        let angle = Float(segment) / Float(segments) * 2 * .pi
        let rim = mix(Float(7.95), 7.4, smoothstep(0.5, -1, cos(angle)))
        let local = Vector(
          sin(angle) * (0.8 * swell + roll) * narrow, mix(rim, cap ? 8.62 : 8.72, t),
          0.36 + cos(angle) * (1.13 * swell + roll) * narrow)
        return addVertex(head.place(local), rest: local, follows: crown)
      }
      if ring > 0 {
        for slot in 0..<segments {
          add(SIMD3(previous[slot], previous[slot + 1], row[slot + 1]), .cloth)
          add(SIMD3(previous[slot], row[slot + 1], row[slot]), .cloth)
        }
      }
      previous = row
    }
    if !cap { return }
    previous = []
    for slot in 0...14 {
      let angle = (Float(slot) / 14 - 0.5) * 2.2
      let pair = [(Float(1.08), Float(7.96)), (1.62, 7.86)].map { reach, y -> Int32 in
        let local = Vector(
          sin(angle) * 0.86, y - 0.06 * abs(angle), 0.36 + cos(angle) * 1.13 * reach)
        return addVertex(head.place(local), rest: local, follows: crown)
      }
      if slot > 0 {
        add(SIMD3(previous[0], previous[1], pair[1]), .cloth)
        add(SIMD3(previous[0], pair[1], pair[0]), .cloth)
      }
      previous = pair
    }
  }

  mutating func addCollar(_ clothes: Clothes) {
    let rest = self.rest
    let normals = self.normals
    let model = self.model
    let scarf = clothes.scarf != nil
    let high = clothes.collarHeight
    addShell(.collar) { index in
      let at = rest[index]
      guard abs(at.x) < 1.1, at.y > 4.8, model.mainBone[index] != .head else { return nil }
      let above = Clothes.aboveNeckline(at)
      guard above < high + 0.5 else { return nil }
      // Beyond both edges the cloth lies under skin and clothes: where it comes out, they are smooth.
      if above > high { return normals[index] * -0.006 }
      let out: Float = scarf ? 0.024 : 0.007 + 0.008 * clothes.collar
      let fold = scarf ? 0.006 * model.noise(Vector(at.x * 2, at.y * 9, at.z * 2)) : 0
      let rise = mix(-0.01, out + fold, smoothstep(scarf ? -0.5 : -0.32, 0.04, above))
      return normals[index] * (clothes.thickness(at) + rise)
    }
  }
}
