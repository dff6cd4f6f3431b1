import Essentials

/// The base mesh: vertices in metres, faces by group, joints.
struct BaseMesh: Sendable {
  /// All vertices, body first; metres, feet at -0.818.
  let vertices: [Vector]
  /// Triangles of each group ("body", "helper-l-eye", …).
  let triangles: [String: [SIMD3<Int32>]]
  /// The vertices whose mean is a joint, by its name without "joint-".
  let joints: [String: [Int]]

  /// The count of body vertices: they come first.
  static let bodyCount = 13_380

  /// Reads a Wavefront OBJ file in decimetres.
  init(obj bytes: [UInt8], file: String) throws {
    var vertices: [Vector] = []
    var triangles: [String: [SIMD3<Int32>]] = [:]
    var joints: [String: Set<Int>] = [:]
    var group = ""
    var scan = NumberScanner(bytes)
    while !scan.isAtEnd {
      if scan.skip(0x76), scan.current == 0x20 {
        guard let x = scan.number(), let y = scan.number(), let z = scan.number() else {
          throw BaseMesh.damaged(file)
        }
        vertices.append(Vector(x, y, z) * 0.1)
      } else if scan.skip(0x67), scan.skipBlanks() {
        group = scan.word()
      } else if scan.skip(0x66), scan.current == 0x20 {
        var corners: [Int32] = []
        while scan.skipBlanks() {
          guard let index = scan.number(), index >= 1, Int(index) <= vertices.count else {
            throw BaseMesh.damaged(file)
          }
          corners.append(Int32(index) - 1)
          _ = scan.word()
        }
        guard corners.count >= 3 else { throw BaseMesh.damaged(file) }
        if group.hasPrefix("joint-") {
          joints[String(group.dropFirst(6)), default: []].formUnion(corners.map { Int($0) })
        } else {
          for index in 2..<corners.count {
            triangles[group, default: []].append(
              SIMD3(corners[0], corners[index - 1], corners[index]))
          }
        }
      }
      scan.skipLine()
    }
    guard vertices.count > BaseMesh.bodyCount, triangles["body"] != nil else {
      throw BaseMesh.damaged(file)
    }
    self.vertices = vertices
    self.triangles = triangles
    self.joints = joints.mapValues { $0.sorted() }
  }

  /// The place of a joint among `vertices`; the origin where there is none of that name.
  func joint(_ name: String, in vertices: [Vector]) -> Vector {
    let indices = joints[name] ?? []
    return indices.reduce(Vector()) { $0 + vertices[$1] } / Float(max(1, indices.count))
  }

  static func damaged(_ file: String) -> Failure {
    Failure(.malformedInput, "is not the expected mesh", file: file, remedy: MeshFiles.remedy)
  }
}

/// A shape target: how far each vertex it touches moves, in metres.
struct ShapeTarget: Sendable {
  var indices: [Int32] = []
  var moves: [Vector] = []

  /// Reads lines "index dx dy dz" in decimetres.
  init(_ bytes: [UInt8], vertexCount: Int, file: String) throws {
    var scan = NumberScanner(bytes)
    while !scan.isAtEnd {
      if scan.skipBlanks(), scan.current != 0x23 {
        guard let index = scan.number(), let x = scan.number(), let y = scan.number(),
          let z = scan.number()
        else { throw BaseMesh.damaged(file) }
        guard Int(index) < vertexCount else { throw BaseMesh.damaged(file) }
        indices.append(Int32(index))
        moves.append(Vector(x, y, z) * 0.1)
      }
      scan.skipLine()
    }
  }

  /// Moves `vertices` by `weight` times the target.
  func apply(_ weight: Float, to vertices: inout [Vector]) {
    if weight == 0 { return }
    for slot in indices.indices { vertices[Int(indices[slot])] += moves[slot] * weight }
  }
}
