import Foundation

/// A place as one camera sees it without people: what stands in each pixel, computed once.
struct Backdrop: Sendable {
  let view: View
  /// Linear reflectance, mean over the pixel.
  let albedo: [Vector]
  /// Light given off, to be scaled by the lamps.
  let glow: [Vector]
  let normal: [Vector]
  let position: [Vector]
  /// 1 / depth; 0 where there is only sky.
  let nearness: [Float]
  /// The part of the pixel that is sky, and its height (0 horizon, 1 zenith).
  let sky: [SIMD2<Float>]
  private let vertices: [Vector]
  /// What throws shadows; ceilings don't, their lamps are the light.
  private let casters: [SIMD3<Int32>]

  init(_ place: Place, view: View, noise: Noise) {
    self.view = view
    let panels = place.scenery.panels
    var vertices: [Vector] = []
    var triangles: [SIMD3<Int32>] = []
    // Which panel each triangle belongs to.
    var owner: [Int32] = []
    for (index, panel) in panels.enumerated() {
      // In pieces: a piece that reaches behind the camera is left out, and must not be the whole.
      let across = Backdrop.pieces(panel.u)
      let along = Backdrop.pieces(panel.v)
      let u = panel.u / Float(across)
      let v = panel.v / Float(along)
      for piece in 0..<across * along {
        let from = panel.corner + u * Float(piece % across) + v * Float(piece / across)
        let first = Int32(vertices.count)
        vertices += [from, from + u, from + u + v, from + v]
        triangles += [SIMD3(first, first + 1, first + 2), SIMD3(first, first + 2, first + 3)]
        owner += [Int32(index), Int32(index)]
      }
    }
    self.vertices = vertices
    casters = triangles.indices.filter { !panels[Int(owner[$0])].finish.isCeiling }
      .map { triangles[$0] }
    let scale = 2
    let wide = view.width * scale
    let high = view.height * scale
    let screen = vertices.map { view.project($0, scale: Float(scale)) }
    var layer = Layer(x: 0, y: 0, width: wide, height: high)
    layer.draw(triangles, screen: screen, cullBack: false)
    let count = view.width * view.height
    var albedo = Array(repeating: Vector(), count: count)
    var glow = albedo
    var normal = albedo
    var position = albedo
    var nearness = Array(repeating: Float(0), count: count)
    var sky = Array(repeating: SIMD2<Float>(), count: count)
    let shader = FinishShader(noise: noise)
    let facings = panels.map { normalized(cross($0.u, $0.v)) }
    let inverse = panels.map { SIMD2(1 / length($0.u), 1 / length($0.v)) }
    for y in 0..<view.height {
      for x in 0..<view.width {
        let at = y * view.width + x
        var previous: (panel: Int32, surface: FinishShader.Surface)?
        for sub in 0..<4 {
          let sampleX = x * 2 + sub % 2
          let sampleY = y * 2 + sub / 2
          let sample = sampleY * wide + sampleX
          let ray = view.ray((Float(sampleX) + 0.5) / 2, (Float(sampleY) + 0.5) / 2)
          let hit = layer.triangle[sample]
          guard hit >= 0 else {
            sky[at] += SIMD2(0.25, 0.25 * max(0, ray.y / length(ray)))
            continue
          }
          let number = owner[Int(hit)]
          let near = layer.nearness[sample]
          let point = view.position + ray / near
          if near > nearness[at] {
            nearness[at] = near
            let facing = facings[Int(number)]
            normal[at] = dot(facing, ray) > 0 ? -facing : facing
            position[at] = point
          }
          if let previous, previous.panel == number {
            // A smooth finish is the same all over the pixel.
            albedo[at] += previous.surface.albedo * 0.25
            glow[at] += previous.surface.glow * 0.25
            continue
          }
          let panel = panels[Int(number)]
          let from = point - panel.corner
          let surface = shader.surface(
            panel.finish, dot(from, panel.u) * inverse[Int(number)].x,
            dot(from, panel.v) * inverse[Int(number)].y, point)
          albedo[at] += surface.albedo * 0.25
          glow[at] += surface.glow * 0.25
          if panel.finish.isSmooth { previous = (number, surface) }
        }
      }
    }
    self.albedo = albedo
    self.glow = glow
    self.normal = normal
    self.position = position
    self.nearness = nearness
    self.sky = sky
  }

  private static func pieces(_ edge: Vector) -> Int { max(1, min(40, Int(length(edge) / 1.5))) }

  /// The shadows that the place itself throws, near the camera.
  func shadows(_ light: Light) -> ShadowMap {
    ShadowMap(
      [(vertices, casters)], light: light, low: Vector(-7, -0.2, -22), high: Vector(9, 4, 0))
  }
}
