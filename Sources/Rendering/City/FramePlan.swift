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

  /// Plans frame `index` of `site` with `people`, the stature of each given.
  ///
  /// Places are drawn until each face is within the picture and at most about a third of it is
  /// hidden; a part of the faces is meant to be partly hidden.
  init(
    site: CameraSite, index: Int, time: Int, people: [Int], stature: (Int) -> Float,
    random: inout RandomStream
  ) {
    camera = site.number
    self.index = index
    self.time = time
    appearances = []
    var discs: [Disc] = []
    for person in people {
      let wantsCover = random.chance(0.5)
      var found: (Appearance, Disc)?
      for attempt in 0..<60 {
        guard let draft = FramePlan.draft(site, person, stature(person), &random) else { continue }
        let cover = FramePlan.cover(draft.1, discs)
        let worst = discs.map { FramePlan.cover($0, [draft.1]) }.max() ?? 0
        let most: Float = site.isPoor ? 0.03 : 0.16
        guard max(cover, worst) <= most else { continue }
        if wantsCover && !discs.isEmpty && attempt < 50 && max(cover, worst) < 0.08 { continue }
        if !wantsCover && attempt < 30 && max(cover, worst) > 0.03 { continue }
        found = draft
        break
      }
      if let found {
        appearances.append(found.0)
        discs.append(found.1)
      }
    }
  }

  /// The eyes' height as a share of the stature.
  static let eyeShare: Float = 0.935

  /// A person as seen: the middle of the face and its inter-eye distance in pixels.
  struct Disc {
    var x: Float
    var y: Float
    var eyes: Float
  }

  private static func draft(
    _ site: CameraSite, _ person: Int, _ stature: Float, _ random: inout RandomStream
  ) -> (Appearance, Disc)? {
    let view = site.view
    func uniform(_ low: Double, _ high: Double) -> Float { Float(random.uniform(in: low..<high)) }
    let pixels = site.isPoor ? uniform(11.8, 16.6) : uniform(21, 35)
    let depth = view.focal * 0.063 / pixels
    let margin = pixels * 2.2
    let screenX = uniform(Double(margin), Double(Float(view.width) - margin))
    // The point of the ground that lies at this depth and column.
    let eyeHeight = stature * eyeShare
    let across = (screenX - Float(view.width) / 2) / view.focal * depth
    let along = view.forward * depth + view.right * across
    let upShift = (eyeHeight - view.position.y - along.y) / view.up.y
    let eye = view.position + along + view.up * upShift
    let screen = view.project(eye)
    guard eye.x > site.place.leftLimit, eye.x < site.place.rightLimit, screen.y > pixels * 2.4,
      screen.y < Float(view.height) - pixels * 3, screen.x > margin,
      screen.x < Float(view.width) - margin
    else { return nil }
    let toCamera = view.position - eye
    let bearing = atan2(toCamera.x, toCamera.z)
    let spread: Double = site.isPoor ? 0.16 : 0.29
    let bound: Float = site.isPoor ? 0.38 : 0.55
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
      Disc(x: screen.x, y: screen.y + pixels * 0.45, eyes: pixels)
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
          let head = dx * dx / 2.4 + (dy + 0.3) * (dy + 0.3) / 4.6 < 1
          let body = dy > 2.1 && abs(dx) < min(3.9, 1.4 + (dy - 2.1) * 2)
          return head || body
        }
        if isHidden { hidden += 1 }
      }
    }
    return hidden / 35
  }
}
