import Foundation

/// A picture of linear colours, row by row.
struct LinearImage {
  let width: Int
  let height: Int
  var pixels: [Vector]
}

/// How much of a face is seen in a picture.
struct FaceCoverage {
  /// Samples of the face seen if nobody and nothing stood before it.
  var whole = 0
  /// Samples of it that are seen.
  var seen = 0
  /// The share that is hidden, 0...1; 1 where the face is not in the picture.
  var hidden: Double { whole > 0 ? 1 - Double(seen) / Double(whole) : 1 }
}

/// Draws posed figures into a place.
struct FrameRenderer {
  /// Samples a pixel along each edge.
  private static let scale = 2

  /// The figures whose faces are hidden by at most `mostHidden` (0...1), with what is seen of each.
  ///
  /// The most hidden one is left out first: who stands behind hides nobody before.
  static func seen(
    _ figures: [PosedFigure], in backdrop: Backdrop, mostHidden: Double
  ) -> [(figure: PosedFigure, coverage: FaceCoverage)] {
    let view = backdrop.view
    let layers = figures.map { figure in
      layer(figure, figure.positions.map { view.project($0, scale: Float(scale)) }, view)
    }
    var kept = Array(figures.indices)
    while true {
      var nearest = Array(repeating: Float(0), count: view.width * scale * view.height * scale)
      for slot in kept { merge(layers[slot], into: &nearest, width: view.width * scale) }
      let coverage = kept.map { slot in
        FrameRenderer.coverage(figures[slot], layers[slot], nearest, backdrop)
      }
      let worst = coverage.indices.max { coverage[$0].hidden < coverage[$1].hidden }
      guard let worst, coverage[worst].hidden > mostHidden else {
        return zip(kept, coverage).map { (figures[$0], $1) }
      }
      kept.remove(at: worst)
    }
  }

  private static func coverage(
    _ figure: PosedFigure, _ layer: Layer, _ nearest: [Float], _ backdrop: Backdrop
  ) -> FaceCoverage {
    let isFacial = figure.figure.isFacial
    let width = backdrop.view.width
    var coverage = FaceCoverage()
    for y in 0..<layer.height {
      for x in 0..<layer.width {
        let at = y * layer.width + x
        let hit = layer.triangle[at]
        guard hit >= 0, isFacial[Int(hit)] else { continue }
        coverage.whole += 1
        let (across, down) = (x + layer.x, y + layer.y)
        let near = layer.nearness[at]
        if near >= backdrop.nearness[down / scale * width + across / scale]
          && near >= nearest[down * width * scale + across]
        {
          coverage.seen += 1
        }
      }
    }
    return coverage
  }

  /// The picture; `place` is the main light in `backdrop` as `light` has it.
  static func draw(
    _ figures: [PosedFigure], in backdrop: Backdrop, light: Light, place: PlaceLight
  ) -> LinearImage {
    let view = backdrop.view
    var low = Vector(repeating: .infinity)
    var high = Vector(repeating: -.infinity)
    for figure in figures {
      for point in figure.positions {
        low = pointwiseMin(low, point)
        high = pointwiseMax(high, point)
      }
    }
    let casters = figures.map { (vertices: $0.positions, triangles: $0.figure.triangles) }
    let people =
      figures.isEmpty ? place.shadows : ShadowMap(casters, light: light, low: low, high: high)
    var image = lit(backdrop, with: light, place: place, people: people, low: low, high: high)
    var layers: [Layer] = []
    var screens: [[Vector]] = []
    for figure in figures {
      let screen = figure.positions.map { view.project($0, scale: Float(scale)) }
      screens.append(screen)
      layers.append(layer(figure, screen, view))
    }
    let empty = image.pixels
    var nearest = Array(
      repeating: Float(0), count: view.width * scale * view.height * scale)
    for layer in layers { FrameRenderer.merge(layer, into: &nearest, width: view.width * scale) }
    for (index, figure) in figures.enumerated() {
      composite(
        figure, screens[index], layers[index], nearest, backdrop, empty, &image,
        FigureShader(
          figure, light: light, people: people, place: place.shadows, eye: view.position))
    }
    return image
  }

  private static func layer(_ figure: PosedFigure, _ screen: [Vector], _ view: View) -> Layer {
    var low = SIMD2<Float>(repeating: .infinity)
    var high = SIMD2<Float>(repeating: -.infinity)
    for point in screen where point.z > 0 {
      low = pointwiseMin(low, SIMD2(point.x, point.y))
      high = pointwiseMax(high, SIMD2(point.x, point.y))
    }
    // Whole pixels, within the picture.
    func clamp(_ value: Float, _ limit: Int) -> Int {
      Int(max(0, min(Float(limit), value / Float(scale)))) * scale
    }
    let x0 = clamp(low.x.rounded(.down), view.width)
    let y0 = clamp(low.y.rounded(.down), view.height)
    let x1 = clamp(high.x + 3, view.width)
    let y1 = clamp(high.y + 3, view.height)
    guard x1 > x0, y1 > y0 else { return Layer(x: 0, y: 0, width: 0, height: 0) }
    var layer = Layer(x: x0, y: y0, width: x1 - x0, height: y1 - y0)
    layer.draw(figure.figure.triangles, screen: screen, cullBack: false)
    return layer
  }

  /// Notes in `nearest` what of `layer` is nearer.
  private static func merge(_ layer: Layer, into nearest: inout [Float], width: Int) {
    for y in 0..<layer.height {
      var at = y * layer.width
      var to = (layer.y + y) * width + layer.x
      for _ in 0..<layer.width {
        nearest[to] = max(nearest[to], layer.nearness[at])
        at += 1
        to += 1
      }
    }
  }

  /// Lays `figure` over the picture where it is nearest.
  private static func composite(
    _ figure: PosedFigure, _ screen: [Vector], _ layer: Layer, _ nearest: [Float],
    _ backdrop: Backdrop, _ empty: [Vector], _ image: inout LinearImage, _ shader: FigureShader
  ) {
    let triangles = figure.figure.triangles
    let hits = layer.triangle
    let nears = layer.nearness
    let behinds = backdrop.nearness
    let share: Float = 1 / Float(scale * scale)
    for tileY in 0..<layer.height / scale {
      for tileX in 0..<layer.width / scale {
        let pixelX = layer.x / scale + tileX
        let pixelY = layer.y / scale + tileY
        let at = pixelY * image.width + pixelX
        let behind = behinds[at]
        let background = empty[at]
        var pixel = image.pixels[at]
        var done: SIMD4<Int32> = SIMD4(repeating: -1)
        var colours = (Vector(), Vector(), Vector(), Vector())
        var count = 0
        for sub in 0..<scale * scale {
          let sampleX = tileX * scale + sub % scale
          let sampleY = tileY * scale + sub / scale
          let place = sampleY * layer.width + sampleX
          let hit = hits[place]
          if hit < 0 { continue }
          let near = nears[place]
          let across = (sampleY + layer.y) * image.width * scale + sampleX + layer.x
          if near < behind || near < nearest[across] { continue }
          var slot = 0
          while slot < count && done[slot] != hit { slot += 1 }
          if slot == count {
            let corner = triangles[Int(hit)]
            let shares = Layer.shares(
              screen[Int(corner.x)], screen[Int(corner.y)], screen[Int(corner.z)],
              Float(sampleX + layer.x) + 0.5, Float(sampleY + layer.y) + 0.5)
            let colour = shader.colour(Int(hit), shares)
            switch slot {
            case 0: colours.0 = colour
            case 1: colours.1 = colour
            case 2: colours.2 = colour
            default: colours.3 = colour
            }
            done[slot] = hit
            count += 1
          }
          let colour =
            switch slot {
            case 0: colours.0
            case 1: colours.1
            case 2: colours.2
            default: colours.3
            }
          pixel += (colour - background) * share
        }
        if count > 0 { image.pixels[at] = pixel }
      }
    }
  }

  /// The place under `light`, with the people's shadows on it.
  private static func lit(
    _ backdrop: Backdrop, with light: Light, place: PlaceLight, people: ShadowMap, low: Vector,
    high: Vector
  ) -> LinearImage {
    let view = backdrop.view
    let key = normalized(light.key)
    // No shadow of a person falls farther than this from where the people stand.
    let slope = max(0.2, key.y)
    let reach = Vector(abs(key.x), 0, abs(key.z)) * (min(8, 2 / slope)) + Vector(0.2, 0.2, 0.2)
    let least = low - reach
    let most = high + reach
    let (skies, nears, glows) = (backdrop.sky, backdrop.nearness, backdrop.glow)
    let (normals, positions, albedos) = (backdrop.normal, backdrop.position, backdrop.albedo)
    let directs = place.direct
    var pixels = Array(repeating: Vector(), count: view.width * view.height)
    for at in pixels.indices {
      var colour = Vector()
      let sky = skies[at]
      if sky.x > 0 {
        colour += mix(light.horizon, light.sky, min(1, sky.y / sky.x * 2.2)) * sky.x
      }
      if nears[at] > 0 {
        let normal = normals[at]
        var direct = directs[at]
        if direct > 0 {
          let point = positions[at]
          if all(point .> least), all(point .< most) {
            direct *= people.light(at: point + normal * 0.01)
          }
        }
        colour +=
          albedos[at] * (light.ambient(normal) + light.keyColour * direct)
          + glows[at] * light.lamps
      }
      pixels[at] = colour
    }
    return LinearImage(width: view.width, height: view.height, pixels: pixels)
  }

  private static func all(_ mask: SIMDMask<SIMD3<Int32>>) -> Bool {
    mask[0] && mask[1] && mask[2]
  }
}
