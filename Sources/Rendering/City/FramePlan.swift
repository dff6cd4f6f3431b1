import Essentials
import Foundation

/// Who stands where in one frame, and in what light.
struct FramePlan: Sendable {
  /// One person in the frame.
  struct Appearance: Sendable {
    var person: Int
    var pose: Pose
    /// Which day's clothes.
    var outfit: Int
  }

  var camera: Int
  var index: Int
  /// Seconds after midnight.
  var time: Int
  var appearances: [Appearance]

  /// Plans frame `index` of `site` with `people`, the stature and eye distance of each given, in metres.
  ///
  /// Places are drawn until each face is within the picture and at most about 30 % of it is
  /// hidden; a part of the faces is meant to be partly hidden.
  init(
    site: CameraSite, index: Int, time: Int, people: [Int],
    build: (Int) -> (stature: Float, eyes: Float),
    random: inout RandomStream
  ) {
    camera = site.number
    self.index = index
    self.time = time
    appearances = []
    var discs: [Disc] = []
    var before: [Float] = []
    for person in people {
      let wantsCover = random.chance(0.6)
      var found: (Appearance, Disc)?
      for attempt in 0..<60 {
        guard let draft = FramePlan.draft(site, person, build(person), &random) else { continue }
        // By all who stand nearer: two who hide a little each may hide much together.
        let all = discs + [draft.1]
        let hidden = all.map { FramePlan.cover($0, all) }
        let most: Float = site.isPoor ? 0.03 : 0.29
        guard hidden.max() ?? 0 <= most else { continue }
        // What this person changes: being hidden, or hiding another more than before.
        let change = zip(hidden, before + [0]).map { $0 - $1 }.max() ?? 0
        if wantsCover && !discs.isEmpty && attempt < 50 && change < 0.14 { continue }
        if !wantsCover && attempt < 30 && change > 0.03 { continue }
        found = draft
        break
      }
      if let found {
        appearances.append(found.0)
        discs.append(found.1)
        before = discs.map { FramePlan.cover($0, discs) }
      }
    }
  }

  /// Whoever comes out hidden by more than this share is left out of the frame: plans reckon with
  /// heads and bodies of one size, and hair is not.
  static let mostHidden = 0.3

  /// The eyes' height as a share of the stature.
  static let eyeShare: Float = 0.935

  /// A person as seen: the middle of the face, and how many pixels the mean distance between eyes,
  /// 63 mm, takes up there: the nearer, the more.
  struct Disc {
    var x: Float
    var y: Float
    var eyes: Float
  }

  private static func draft(
    _ site: CameraSite, _ person: Int, _ build: (stature: Float, eyes: Float),
    _ random: inout RandomStream
  ) -> (Appearance, Disc)? {
    let view = site.view
    func uniform(_ low: Double, _ high: Double) -> Float { Float(random.uniform(in: low..<high)) }
    // Between this person's eyes, head on.
    let pixels =
      site.isPoor
      ? uniform(11.8, 16.2)
      : uniform(22, 35)
    let depth = view.focal * build.eyes / pixels
    let size = view.focal * 0.063 / depth
    let margin = size * 2.2
    let screenX = uniform(Double(margin), Double(Float(view.width) - margin))
    // The point of the ground that lies at this depth and column.
    let eyeHeight = build.stature * eyeShare
    let across = (screenX - Float(view.width) / 2) / view.focal * depth
    let along = view.forward * depth + view.right * across
    let upShift = (eyeHeight - view.position.y - along.y) / view.up.y
    let eye = view.position + along + view.up * upShift
    let screen = view.project(eye)
    guard eye.x > site.place.leftLimit, eye.x < site.place.rightLimit, screen.y > size * 2.4,
      screen.y < Float(view.height) - size * 3, screen.x > margin,
      screen.x < Float(view.width) - margin
    else { return nil }
    let toCamera = view.position - eye
    let bearing = atan2(toCamera.x, toCamera.z)
    let spread: Double = site.isPoor ? 0.16 : 0.33
    let bound: Float = site.isPoor ? 0.38 : 0.45
    let yaw = max(-bound, min(bound, Float(random.normal() * spread)))
    var pose = Pose()
    pose.heading = bearing + yaw * uniform(0.2, 1.1)
    pose.turn = bearing + yaw - pose.heading
    let pitch = atan2(toCamera.y, length(Vector(toCamera.x, 0, toCamera.z)))
    // People look along the street, a few glance towards the camera.
    pose.nod = -pitch * uniform(0.1, 0.7) + Float(random.normal() * 0.05)
    pose.tilt = Float(random.normal() * 0.05)
    pose.step = uniform(0, 2 * .pi)
    pose.stride = site.place.kind == .shop ? uniform(0, 0.2) : uniform(0.1, 0.5)
    pose.armSpread = uniform(0.08, 0.22)
    pose.elbow = uniform(0.05, 0.9)
    pose.gaze = SIMD2(Float(random.normal() * 0.12), Float(random.normal() * 0.06))
    pose.expression = Pose.expression(&random, strength: 0.5)
    pose.place = Vector(eye.x, 0, eye.z)
    return (
      Appearance(person: person, pose: pose, outfit: 0),
      Disc(x: screen.x, y: screen.y + size * 0.45, eyes: size)
    )
  }

  /// The share of `face` hidden by those of `others` who stand nearer: heads and shoulders.
  private static func cover(_ face: Disc, _ others: [Disc]) -> Float {
    var hidden: Float = 0
    for row in -3...3 {
      for column in -2...2 {
        let x = face.x + Float(column) * face.eyes * 0.42
        let y = face.y + Float(row) * face.eyes * 0.42
        let isHidden = others.contains { other in
          guard other.eyes > face.eyes else { return false }
          let dx = (x - other.x) / other.eyes
          let dy = (y - other.y) / other.eyes
          let head = dx * dx / 2.9 + (dy + 0.6) * (dy + 0.6) / 5.3 < 1
          let neck = dy > -0.6 && abs(dx) < 1.6  // With hair that hangs about it.
          let body = dy > 1.9 && abs(dx) < min(3.9, 2 + (dy - 1.9) * 2.2)
          return head || neck || body
        }
        if isHidden { hidden += 1 }
      }
    }
    return hidden / 35
  }
}
