import Essentials
import Foundation
import Imaging

/// Where a person's face is in a frame, and how well it can be seen.
struct FaceTruth: Sendable, Equatable {
  var person: String
  /// The smallest upright box around the face from brow to chin, within and over the frame.
  var x: Int
  var y: Int
  var width: Int
  var height: Int
  /// Between the eyes' centres as projected.
  var interEyePixels: Double
  /// How far the face is turned from the camera, in degrees; positive to the picture's right.
  var yaw: Double
  /// The share of the face that something stands before, 0 to 1.
  var occlusion: Double
}

extension FramePlan {
  func file(_ site: CameraSite) -> String {
    let clock = (time / 3600 * 10_000 + time / 60 % 60 * 100 + time % 60).padded(6)
    return "frames/\(site.name)-\((index + 1).padded(2))-\(clock).png"
  }
}

extension City {
  /// The frame of `plan`, and the faces in it; `place` is kept for the camera's next frame.
  func draw(
    _ plan: FramePlan, _ site: CameraSite, _ backdrop: Backdrop, _ place: inout PlaceLight?
  ) throws -> (RGBImage, [FaceTruth]) {
    var random = RandomStream(
      seed: options.seed, purpose: "sensor",
      item: site.number * options.framesPerCamera + plan.index)
    let light = Hour.light(
      site.kind, hour: Float(plan.time) / 3600, dark: site.isPoor, cloud: site.cloud)
    let seen = FrameRenderer.seen(
      plan.appearances.map { figures.figure($0.person).posed(standing: $0.pose) }, in: backdrop,
      mostHidden: FramePlan.mostHidden)
    let lit = place.flatMap { $0.isOf(light) ? $0 : nil } ?? PlaceLight(backdrop, light: light)
    place = lit
    let image = FrameRenderer.draw(
      seen.map { $0.figure }, in: backdrop, light: light, place: lit)
    let faces = seen.compactMap { face($0.figure, $0.coverage, site.view) }
    return (sensor(site, light, &random).develop(image, random: &random), faces)
  }

  private func sensor(
    _ site: CameraSite, _ light: Light, _ random: inout RandomStream
  ) -> Sensor {
    func uniform(_ low: Double, _ high: Double) -> Float { Float(random.uniform(in: low..<high)) }
    if site.isPoor {
      return Sensor(
        balance: light.balance(0.3), brightness: uniform(0.11, 0.15),
        blur: uniform(0.55, 0.72),
        motion: SIMD2(uniform(0, 0.9), 0), noise: uniform(1.3, 2.3),
        quality: 43 + random.index(below: 10))
    }
    return Sensor(
      balance: light.balance(0.7), brightness: uniform(0.18, 0.23),
      blur: uniform(0.42, 0.6),
      motion: SIMD2(uniform(0, 0.8), 0), noise: uniform(0.4, 0.7),
      quality: 52 + random.index(below: 8))
  }

  private func face(_ figure: PosedFigure, _ coverage: FaceCoverage, _ view: View) -> FaceTruth? {
    var low = SIMD2<Float>(repeating: .infinity)
    var high = SIMD2<Float>(repeating: -.infinity)
    for vertex in figure.figure.faceVertices {
      let point = view.project(figure.positions[vertex])
      guard point.z > 0 else { return nil }
      low = pointwiseMin(low, SIMD2(point.x, point.y))
      high = pointwiseMax(high, SIMD2(point.x, point.y))
    }
    let middle = (low + high) / 2
    guard coverage.whole > 0, middle.x > 0, middle.y > 0, middle.x < Float(view.width),
      middle.y < Float(view.height)
    else { return nil }
    let left = view.project(figure.leftEye)
    let right = view.project(figure.rightEye)
    let eyes = ((left.x - right.x) * (left.x - right.x) + (left.y - right.y) * (left.y - right.y))
      .squareRoot()
    let ahead = figure.headRotation * Vector(0, 0, 1)
    let towards = view.position - (figure.leftEye + figure.rightEye) / 2
    var turn = atan2(ahead.x, ahead.z) - atan2(towards.x, towards.z)
    while turn > .pi { turn -= 2 * .pi }
    while turn < -.pi { turn += 2 * .pi }
    return FaceTruth(
      person: figure.figure.person.name, x: Int(low.x.rounded(.down)), y: Int(low.y.rounded(.down)),
      width: Int((high.x - low.x).rounded(.up)), height: Int((high.y - low.y).rounded(.up)),
      interEyePixels: Double(eyes), yaw: Double(turn) * 180 / .pi, occlusion: coverage.hidden)
  }

  /// A portrait of `person`: bare-headed, facing the camera, before a plain wall.
  func portrait(_ person: Int) -> RGBImage {
    var random = RandomStream(seed: options.seed, purpose: "probe", item: person)
    let figure = figures.portrait(person)
    var pose = Pose()
    pose.turn = Float(random.normal() * 0.06)
    pose.nod = Float(random.normal() * 0.03)
    pose.expression = Pose.expression(&random, strength: 0.6)
    let standing = figure.posed(pose)
    let eyes = (standing.leftEye + standing.rightEye) / 2
    pose.place = -Vector(eyes.x, 0, eyes.z)
    let view = View(
      position: Vector(0, eyes.y - 0.01, 1.5), yaw: 0, pitch: 0, focal: 110 / 0.063 * 1.5,
      width: 480,
      height: 600)
    let backdrop = Backdrop(Place.studio(&random), view: view, noise: model.noise)
    let light = Hour.light(.shop, hour: 12, dark: false, cloud: 0.5)
    let image = FrameRenderer.draw(
      [figure.posed(pose)], in: backdrop, light: light, place: PlaceLight(backdrop, light: light))
    let sensor = Sensor(
      balance: light.balance(0.7), brightness: 0.23, blur: 0.5, motion: SIMD2(), noise: 0.8,
      quality: 94)
    return sensor.develop(image, random: &random)
  }
}

extension Figure {
  /// The figure with its eyes over the pose's place, at the height that plans reckon with.
  func posed(standing pose: Pose) -> PosedFigure {
    let first = posed(pose)
    let eyes = (first.leftEye + first.rightEye) / 2
    // To the planned height as well: a lean or a step moves the eyes by a few centimetres.
    let height = person.stature * FramePlan.eyeShare
    let shift = Vector(pose.place.x - eyes.x, height - eyes.y, pose.place.z - eyes.z)
    return PosedFigure(
      figure: first.figure, positions: first.positions.map { $0 + shift }, normals: first.normals,
      leftEye: first.leftEye + shift, rightEye: first.rightEye + shift,
      headRotation: first.headRotation, gaze: first.gaze)
  }
}
