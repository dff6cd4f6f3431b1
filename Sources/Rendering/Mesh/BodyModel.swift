import Essentials

/// All that people are shaped from, read once and shared.
public final class BodyModel: Sendable {
  let mesh: BaseMesh
  let weights: SkinWeights
  /// Ancestry × gender × age ("asian-female-old").
  let ancestry: [String: ShapeTarget]
  /// Gender × age × muscle × weight ("male-young-averagemuscle-minweight").
  let build: [String: ShapeTarget]
  /// Traits of head and face that differ between people.
  let traits: [Trait]
  /// Movements of the face by name ("mouth-corner-puller").
  let expressions: [String: ShapeTarget]
  /// How open each vertex of the head is to the light around, 0 to 1.
  let openness: [Float]
  /// Whether a vertex belongs to an ear.
  let isEar: [Bool]
  /// The bone each vertex follows most.
  let mainBone: [Bone]
  let noise: Noise

  /// Reads and prepares the mesh.
  ///
  /// - Throws: ``Failure`` where the files are not the expected ones.
  public init(files: MeshFiles) throws {
    let mesh = try BaseMesh(obj: files.bytes("3dobjs/base.obj"), file: "base.obj")
    let count = mesh.vertices.count
    let rig = "rigs/standard/weights.game_engine.json"
    weights = try SkinWeights(json: files.bytes(rig), vertexCount: count, file: rig)
    var ancestry: [String: ShapeTarget] = [:]
    var build: [String: ShapeTarget] = [:]
    var expressions: [String: ShapeTarget] = [:]
    var features: [String: ShapeTarget] = [:]
    for path in files.contents.keys.sorted() where path.hasSuffix(".target") {
      let name = String(path.split(separator: "/").last?.dropLast(7) ?? "")
      let target = try ShapeTarget(files.bytes(path), vertexCount: count, file: path)
      if name.hasPrefix("universal-") {
        build[String(name.dropFirst(10))] = target
      } else if path.contains("macrodetails") {
        ancestry[name] = target
      } else if path.contains("expression") {
        expressions[name] = target
      } else {
        features[name] = target
      }
    }
    self.mesh = mesh
    self.ancestry = ancestry
    self.build = build
    self.expressions = expressions
    traits = Trait.group(features)
    var isEar = Array(repeating: false, count: count)
    for side in ["l", "r"] {
      for index in features["\(side)-ear-scale-incr"]?.indices ?? [] { isEar[Int(index)] = true }
    }
    self.isEar = isEar
    mainBone = weights.bones.map { Bone(rawValue: Int($0[0])) ?? .head }
    openness = Openness.measure(mesh)
    noise = Noise()
  }
}

/// One trait: its targets to either side ("decr" and "incr"), left and right together.
struct Trait: Sendable {
  let name: String
  let negative: [ShapeTarget]
  let positive: [ShapeTarget]
  /// The standard deviation of its weight among people.
  let spread: Float

  /// What a trait's targets are called to either side.
  private static let axes: [(positive: String, negative: String)] = [
    ("incr", "decr"), ("out", "in"), ("up", "down"), ("forward", "backward"),
    ("convex", "concave"), ("uncompress", "compress"), ("square", "round"),
    ("triangle", "pointed"),
  ]
  /// Traits that shift parts sideways, move the whole head, or belong to the body.
  private static let excluded = [
    "measure-", "head-trans", "head-back", "neck-trans", "neck-back", "neck-scale-vert",
    "nose-trans-in", "nose-trans-out", "mouth-trans-in", "mouth-trans-out", "asymm-", "neck-double",
    "eye-push",
  ]
  private static let spreads: [(prefix: String, spread: Float)] = [
    ("asym-", 0.22), ("head-scale", 0.25), ("head-", 0.3), ("forehead", 0.25), ("neck", 0.3),
    ("ear", 0.4), ("eyebrows", 0.7), ("eye", 0.6), ("nose", 0.6), ("mouth", 0.52), ("chin", 0.52),
    ("cheek", 0.58),
  ]

  /// Joins targets into traits: left with right, "decr" with "incr".
  ///
  /// A part that can move along several axes has a trait for each ("eye-trans-out", "eye-trans-up").
  static func group(_ targets: [String: ShapeTarget]) -> [Trait] {
    var negative: [String: [ShapeTarget]] = [:]
    var positive: [String: [ShapeTarget]] = [:]
    for name in targets.keys.sorted() {
      guard let target = targets[name] else { continue }
      var base = name
      if name.hasPrefix("l-") || name.hasPrefix("r-") { base = String(name.dropFirst(2)) }
      if excluded.contains(where: { base.hasPrefix($0) }) { continue }
      let last = String(base.split(separator: "-").last ?? "")
      guard let axis = axes.first(where: { $0.positive == last || $0.negative == last }) else {
        positive[base, default: []].append(target)
        continue
      }
      let trait = base.dropLast(last.count) + axis.positive
      if last == axis.positive {
        positive[String(trait), default: []].append(target)
      } else {
        negative[String(trait), default: []].append(target)
      }
    }
    return Set(negative.keys).union(positive.keys).sorted().map { name in
      Trait(
        name: name, negative: negative[name] ?? [], positive: positive[name] ?? [],
        spread: spreads.first { name.hasPrefix($0.prefix) }?.spread ?? 0.3)
    }
  }

  /// Moves `vertices` by `weight` of the trait; one-sided traits take its size.
  func apply(_ weight: Float, to vertices: inout [Vector]) {
    let oneSided = negative.isEmpty || positive.isEmpty
    let side =
      oneSided ? (negative.isEmpty ? positive : negative) : weight < 0 ? negative : positive
    for target in side { target.apply(abs(weight), to: &vertices) }
  }
}
