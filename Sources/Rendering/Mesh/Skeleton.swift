import Essentials
import Foundation

/// The bones that a pose turns.
enum Bone: Int, CaseIterable, Sendable {
  case pelvis, lowerSpine, middleSpine, upperSpine, neck, head
  case leftClavicle, leftUpperArm, leftForearm, leftHand
  case rightClavicle, rightUpperArm, rightForearm, rightHand
  case leftThigh, leftCalf, leftFoot, rightThigh, rightCalf, rightFoot

  /// The bone this one hangs on.
  var parent: Bone? {
    switch self {
    case .pelvis: nil
    case .lowerSpine, .leftThigh, .rightThigh: .pelvis
    case .middleSpine: .lowerSpine
    case .upperSpine: .middleSpine
    case .neck, .leftClavicle, .rightClavicle: .upperSpine
    case .head: .neck
    case .leftUpperArm: .leftClavicle
    case .leftForearm: .leftUpperArm
    case .leftHand: .leftForearm
    case .rightUpperArm: .rightClavicle
    case .rightForearm: .rightUpperArm
    case .rightHand: .rightForearm
    case .leftCalf: .leftThigh
    case .leftFoot: .leftCalf
    case .rightCalf: .rightThigh
    case .rightFoot: .rightCalf
    }
  }

  /// The joint it turns about.
  var joint: String {
    switch self {
    case .pelvis: "pelvis"
    case .lowerSpine: "spine-4"
    case .middleSpine: "spine-3"
    case .upperSpine: "spine-2"
    case .neck: "neck"
    case .head: "head"
    case .leftClavicle: "l-clavicle"
    case .leftUpperArm: "l-shoulder"
    case .leftForearm: "l-elbow"
    case .leftHand: "l-hand"
    case .rightClavicle: "r-clavicle"
    case .rightUpperArm: "r-shoulder"
    case .rightForearm: "r-elbow"
    case .rightHand: "r-hand"
    case .leftThigh: "l-upper-leg"
    case .leftCalf: "l-knee"
    case .leftFoot: "l-ankle"
    case .rightThigh: "r-upper-leg"
    case .rightCalf: "r-knee"
    case .rightFoot: "r-ankle"
    }
  }

  /// The bone that the rig's `name` belongs to.
  static func named(_ name: String) -> Bone {
    let left = name.hasSuffix("_l")
    switch name {
    case "spine_01": return .lowerSpine
    case "spine_02": return .middleSpine
    case "spine_03": return .upperSpine
    case "neck_01": return .neck
    case "head": return .head
    case "clavicle_l", "clavicle_r": return left ? .leftClavicle : .rightClavicle
    case "upperarm_l", "upperarm_r": return left ? .leftUpperArm : .rightUpperArm
    case "lowerarm_l", "lowerarm_r": return left ? .leftForearm : .rightForearm
    case "thigh_l", "thigh_r": return left ? .leftThigh : .rightThigh
    case "calf_l", "calf_r": return left ? .leftCalf : .rightCalf
    case "foot_l", "foot_r", "ball_l", "ball_r": return left ? .leftFoot : .rightFoot
    case "pelvis", "Root": return .pelvis
    default: return left ? .leftHand : .rightHand
    }
  }
}

/// How strongly each vertex follows which bones: at most four, weights summing to 1.
struct SkinWeights: Sendable {
  var bones: [SIMD4<UInt8>]
  var weights: [SIMD4<Float>]

  /// Reads MakeHuman's weights (`{"weights": {"bone": [[vertex, weight], …]}}`).
  init(json bytes: [UInt8], vertexCount: Int, file: String) throws {
    struct Rig: Decodable { var weights: [String: [[Double]]] }
    guard let rig = try? JSONDecoder().decode(Rig.self, from: Data(bytes)) else {
      throw BaseMesh.damaged(file)
    }
    var sums = Array(repeating: [Float](), count: vertexCount)
    for (name, pairs) in rig.weights.sorted(by: { $0.key < $1.key }) {
      let bone = Bone.named(name).rawValue
      for pair in pairs {
        guard pair.count == 2, pair[0] >= 0, pair[0] < Double(vertexCount) else {
          throw BaseMesh.damaged(file)
        }
        let vertex = Int(pair[0])
        if sums[vertex].isEmpty {
          sums[vertex] = Array(repeating: 0, count: Bone.allCases.count)
        }
        sums[vertex][bone] += Float(pair[1])
      }
    }
    bones = Array(repeating: SIMD4(repeating: UInt8(Bone.head.rawValue)), count: vertexCount)
    weights = Array(repeating: SIMD4(1, 0, 0, 0), count: vertexCount)
    for vertex in 0..<vertexCount where !sums[vertex].isEmpty {
      let strongest = sums[vertex].indices.filter { sums[vertex][$0] > 0 }
        .sorted { (sums[vertex][$0], $1) > (sums[vertex][$1], $0) }.prefix(4)
      let total = strongest.reduce(Float(0)) { $0 + sums[vertex][$1] }
      guard total > 0 else { continue }
      weights[vertex] = SIMD4()
      for (slot, bone) in strongest.enumerated() {
        bones[vertex][slot] = UInt8(bone)
        weights[vertex][slot] = sums[vertex][bone] / total
      }
    }
  }
}
