import Essentials

/// What a triangle of a figure is made of.
enum Material: UInt8, Sendable {
  case skin, eye, hair, top, trousers, shoe, glasses, cloth, collar
}

/// A person dressed for a day: triangles and materials, ready to be posed.
struct Figure: Sendable {
  let person: Person
  let clothes: Clothes
  /// Vertices at rest in metres: the base mesh's first, then shells and rigid parts.
  let vertices: [Vector]
  let triangles: [SIMD3<Int32>]
  let materials: [Material]
  /// The place of each vertex on the base mesh in decimetres: where textures are painted.
  let rest: [Vector]
  let openness: [Float]
  /// Of vertices beyond the base mesh: the one whose bones they follow.
  let follows: [Int32]
  /// How far off the surface a vertex is drawn, in metres.
  let lift: [Float]
  let model: BodyModel
  /// Vertices of the face from brow to chin, for its box.
  let faceVertices: [Int]
  /// Whether a triangle belongs to the bare face.
  let isFacial: [Bool]

  init(_ person: Person, clothes: Clothes, model: BodyModel) {
    self.person = person
    self.clothes = clothes
    self.model = model
    let shape = person.shape(model)
    var build = FigureBuilder(shape: shape, model: model)
    build.addBody(clothes: clothes)
    if person.hair.style != .bald { build.addHair(person.hair, covered: clothes.hat != nil) }
    if let glasses = person.glasses { build.addGlasses(glasses) }
    if clothes.hat != nil { build.addHat(cap: clothes.cap) }
    build.addCollar(clothes)
    vertices = build.vertices
    triangles = build.triangles
    materials = build.materials
    rest = build.rest
    openness = build.openness
    follows = build.follows
    lift = build.lift
    isFacial = zip(build.triangles, build.materials).map { corner, material in
      let at = build.rest[Int(corner.x)]
      return (material == .skin || material == .eye) && at.z > 0.75 && at.y > 6.2 && at.y < 7.9
    }
    faceVertices = (0..<BaseMesh.bodyCount).filter { index in
      let rest = build.rest[index]
      return model.mainBone[index] == .head && rest.z > 0.75 && rest.y > 6.2 && rest.y < 7.8
        && !model.isEar[index]
    }
  }

  /// The figure in `pose`: vertices and normals in the world.
  func posed(_ pose: Pose) -> PosedFigure {
    var resting = vertices
    for (name, weight) in pose.expression {
      model.expressions[name]?.apply(weight * person.stature / 1.66, to: &resting)
    }
    let joints = Bone.allCases.map { model.mesh.joint($0.joint, in: vertices) }
    let placements = pose.placements { joints[$0.rawValue] }
    var positions = Array(repeating: Vector(), count: resting.count)
    for index in resting.indices {
      let source = Int(follows[index])
      let bones = model.weights.bones[source]
      let weights = model.weights.weights[source]
      let vertex = resting[index]
      var sum = placements[Int(bones[0])](vertex) * weights[0]
      for slot in 1..<4 where weights[slot] > 0 {
        sum += placements[Int(bones[slot])](vertex) * weights[slot]
      }
      positions[index] = sum
    }
    var normals = Surface.normals(positions, triangles)
    for index in positions.indices where lift[index] != 0 {
      positions[index] += normals[index] * lift[index]
    }
    normals = Surface.normals(positions, triangles)
    let head = placements[Bone.head.rawValue]
    func eye(_ side: String) -> Vector { head(model.mesh.joint("\(side)-eye", in: vertices)) }
    return PosedFigure(
      figure: self, positions: positions, normals: normals, leftEye: eye("l"), rightEye: eye("r"),
      headRotation: head.rotation, gaze: pose.gaze)
  }
}

/// A figure in the world.
struct PosedFigure: Sendable {
  let figure: Figure
  let positions: [Vector]
  let normals: [Vector]
  let leftEye: Vector
  let rightEye: Vector
  let headRotation: Rotation
  let gaze: SIMD2<Float>
}
