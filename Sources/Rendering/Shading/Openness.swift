import Foundation

/// How much of the light around reaches each vertex of the head: dark in nostrils, eye sockets,
/// behind the ears and under the chin.
enum Openness {
  private static let directions = 80
  private static let size = 320

  /// The cosine-weighted share of directions from which a vertex is seen, 0 to 1; 1 off the head.
  static func measure(_ mesh: BaseMesh) -> [Float] {
    let count = BaseMesh.bodyCount
    let centre = Vector(0, 0.72, 0.03)
    let radius: Float = 0.22
    let near = (0..<count).map { length(mesh.vertices[$0] - centre) < radius }
    let triangles = (mesh.triangles["body"] ?? []).filter {
      near[Int($0.x)] && near[Int($0.y)] && near[Int($0.z)]
    }
    let normals = Surface.normals(mesh.vertices, triangles)
    var seen = Array(repeating: Float(0), count: count)
    var total = Array(repeating: Float(0), count: count)
    let scale = Float(size) / (2 * radius)
    for number in 0..<directions {
      // Points spread evenly over the sphere by the golden angle.
      let y = 1 - 2 * (Float(number) + 0.5) / Float(directions)
      let turn = Float(number) * 2.399_963
      let ring = (1 - y * y).squareRoot()
      let towards = Vector(ring * cos(turn), y, ring * sin(turn))
      let side = normalized(cross(abs(y) > 0.9 ? Vector(1, 0, 0) : Vector(0, 1, 0), towards))
      let up = cross(towards, side)
      let screen = mesh.vertices.map { vertex -> Vector in
        let v = vertex - centre
        return Vector(
          (dot(v, side) + radius) * scale, (radius - dot(v, up)) * scale, dot(v, towards) + 1)
      }
      var layer = Layer(x: 0, y: 0, width: size, height: size)
      layer.draw(triangles, screen: screen, cullBack: false)
      for vertex in 0..<count where near[vertex] {
        let weight = dot(normals[vertex], towards)
        if weight <= 0 { continue }
        total[vertex] += weight
        let place = screen[vertex]
        let x = Int(place.x)
        let y = Int(place.y)
        guard x >= 0, y >= 0, x < size, y < size else { continue }
        if place.z > layer.nearness[y * size + x] - 0.004 { seen[vertex] += weight }
      }
    }
    var result = Array(repeating: Float(1), count: mesh.vertices.count)
    for vertex in 0..<count where total[vertex] > 0 {
      result[vertex] = seen[vertex] / total[vertex]
    }
    return result
  }
}

/// Properties of triangle surfaces.
enum Surface {
  /// The area-weighted mean normal at each vertex, length 1; zero where no triangle touches.
  static func normals(_ vertices: [Vector], _ triangles: [SIMD3<Int32>]) -> [Vector] {
    var normals = Array(repeating: Vector(), count: vertices.count)
    for corner in triangles {
      let a = Int(corner.x)
      let b = Int(corner.y)
      let c = Int(corner.z)
      let normal = cross(vertices[b] - vertices[a], vertices[c] - vertices[a])
      normals[a] += normal
      normals[b] += normal
      normals[c] += normal
    }
    for index in normals.indices { normals[index] = normalized(normals[index]) }
    return normals
  }
}
