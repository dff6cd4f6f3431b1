import Essentials

import Foundation

/// How a person stands and looks in one picture; angles in radians.
struct Pose: Sendable {
  /// The turn of the body about the vertical; 0 faces +z.
  var heading: Float = 0
  /// The head against the body: turn, nod (down is positive), tilt.
  var turn: Float = 0
  var nod: Float = 0
  var tilt: Float = 0
  /// The phase of the step, and how long it is.
  var step: Float = 0
  var stride: Float = 0
  /// How far the arms stand off, and bend.
  var armSpread: Float = 0.12
  var elbow: Float = 0.2
  /// Where the eyes look against the head.
  var gaze = SIMD2<Float>()
  var expression: [(name: String, weight: Float)] = []
  /// Where the feet stand.
  var place = Vector()

  /// A mild expression; most faces are nearly at rest.
  static func expression(_ random: inout RandomStream, strength: Float) -> [(String, Float)] {
    var moves: [(String, Float)] = []
    func add(_ name: String, _ weight: Float) { moves.append((name, weight * strength)) }
    let smile = Float(max(0, random.normal() * 0.35))
    add("mouth-corner-puller", min(0.7, smile))
    if random.chance(0.35) { add("mouth-open", Float(random.uniform(in: 0.02..<0.18))) }
    if random.chance(0.2) { add("mouth-compression", Float(random.uniform(in: 0..<0.4))) }
    let lids = Float(random.uniform(in: 0..<0.25))
    add("eye-left-closure", lids)
    add("eye-right-closure", lids)
    let brows = Float(random.normal() * 0.18 + 0.05)
    for side in ["left", "right"] {
      add("eyebrows-\(side)-" + (brows > 0 ? "up" : "down"), min(0.6, abs(brows)))
    }
    return moves
  }

  /// Where each bone's rotation and shift come to lie, joints given in the resting body.
  func placements(_ joint: (Bone) -> Vector) -> [Placement] {
    let swing = sin(step) * stride
    let up = Vector(0, 1, 0)
    let side = Vector(1, 0, 0)
    let root = Placement(rotation: Rotation(axis: up, angle: heading), shift: place)
    var result: [Placement] = []
    /// A rotation that lays the bone from `bone` to `next` along `direction`.
    func along(_ bone: Bone, _ next: Bone, _ direction: Vector) -> Rotation {
      Rotation(from: joint(next) - joint(bone), to: direction)
    }
    let headTurn =
      Rotation(axis: up, angle: turn) * Rotation(axis: side, angle: nod)
      * Rotation(axis: Vector(0, 0, 1), angle: tilt)
    let neckTurn =
      Rotation(axis: up, angle: turn * 0.4) * Rotation(axis: side, angle: nod * 0.3)
      * Rotation(axis: Vector(0, 0, 1), angle: tilt * 0.3)
    for bone in Bone.allCases {
      // The rotation of the bone in the body's frame, not against its parent.
      var rotation: Rotation? = nil
      switch bone {
      case .neck: rotation = neckTurn
      case .head: rotation = headTurn
      case .leftUpperArm:
        rotation = along(bone, .leftForearm, Vector(armSpread, -1, 0.05 - swing * 0.6))
      case .rightUpperArm:
        rotation = along(bone, .rightForearm, Vector(-armSpread, -1, 0.05 + swing * 0.6))
      case .leftForearm, .leftHand:
        rotation = along(
          .leftForearm, .leftHand, Vector(armSpread * 0.3, -1, 0.1 + elbow - swing * 0.5))
      case .rightForearm, .rightHand:
        rotation = along(
          .rightForearm, .rightHand, Vector(-armSpread * 0.3, -1, 0.1 + elbow + swing * 0.5))
      case .leftThigh: rotation = along(bone, .leftCalf, Vector(0.05, -1, swing))
      case .rightThigh: rotation = along(bone, .rightCalf, Vector(-0.05, -1, -swing))
      case .leftCalf:
        rotation = along(bone, .leftFoot, Vector(0.02, -1, min(0, swing) * 1.3 - 0.05))
      case .rightCalf:
        rotation = along(bone, .rightFoot, Vector(-0.02, -1, min(0, -swing) * 1.3 - 0.05))
      default: break
      }
      let parent = bone.parent.map { result[$0.rawValue] } ?? root
      if let rotation {
        // The parent's placement says where the joint is; the rotation is the bone's own.
        let at = parent(joint(bone))
        let turned = root.rotation * rotation
        result.append(Placement(rotation: turned, shift: at - turned * joint(bone)))
      } else {
        result.append(parent)
      }
    }
    return result
  }
}
