import Biometrics
import Essentials
import Evaluation
import Foundation
import Frames
import Statistics

/// The truth, laid over what was enrolled.
struct DemoTruth {
  /// Cameras whose faces have a median inter-eye distance below this are called poor.
  static let poorBelowPixels = 17.0

  /// The kinds of faces that are counted apart.
  private enum Kind: CaseIterable {
    case good, poor, hidden

    init(_ face: FrameTruth.Face, isPoor: Bool) {
      self = face.isHeavilyHidden ? .hidden : isPoor ? .poor : .good
    }

    var name: String {
      switch self {
      case .good: "good cameras"
      case .poor: "poor cameras"
      case .hidden:
        "faces hidden by more than \(Numerals.fixed(FrameTruth.heavyOcclusion * 100, 0)) %"
      }
    }
  }

  /// The person of each row of the gallery; nil for a box that shows no face of the truth.
  let rows: [SubjectID?]
  /// The person of each probe.
  let probes: [SubjectID]
  /// What is known of each probe.
  let kinds: [DemoResult.Truth]
  /// How well faces were found.
  let detection: DemoResult.Detection

  init(
    _ truth: FrameTruth, list: [ProbeList.Entry], _ manifest: FrameManifest,
    _ records: [CaptureRecord]
  ) {
    var rows = [SubjectID?](repeating: nil, count: records.count)
    var found: [String: Set<Int>] = [:]
    let byFrame = Dictionary(grouping: records.indices) { records[$0].frame ?? "" }
    for (frame, indices) in byFrame {
      let boxes = indices.compactMap { records[$0].box }
      let assignment = truth.assignment(of: frame, boxes: boxes)
      for (row, face) in zip(indices, assignment) {
        guard let face, let faces = truth.faces[frame] else { continue }
        rows[row] = faces[face].person
        found[frame, default: []].insert(face)
      }
    }
    self.rows = rows
    let poor = DemoTruth.poorCameras(truth, manifest)
    var tallies: [Kind: (found: Int, all: Int)] = [:]
    var seenWell: Set<SubjectID> = []
    var seen: Set<SubjectID> = []
    for frame in manifest.frames {
      let isPoor = frame.camera.map(poor.contains) ?? false
      for (index, face) in (truth.faces[frame.file] ?? []).enumerated() {
        let kind = Kind(face, isPoor: isPoor)
        tallies[kind, default: (0, 0)].all += 1
        if found[frame.file]?.contains(index) == true {
          tallies[kind, default: (0, 0)].found += 1
        }
        seen.insert(face.person)
        if !isPoor { seenWell.insert(face.person) }
      }
    }
    detection = DemoResult.Detection(
      found: Kind.allCases.compactMap { kind in
        guard let tally = tallies[kind] else { return nil }
        let proportion = Proportion(events: tally.found, trials: tally.all)
        return DemoResult.Group(
          name: kind.name, proportion: proportion, interval: proportion.wilson())
      },
      falseDetections: Proportion(events: rows.count { $0 == nil }, trials: rows.count))
    probes = list.compactMap(\.person)
    kinds = probes.map { seenWell.contains($0) ? .good : seen.contains($0) ? .poor : .absent }
  }

  /// Cameras of small faces, by the truth's inter-eye distances; none where it gives none.
  private static func poorCameras(_ truth: FrameTruth, _ manifest: FrameManifest) -> Set<String> {
    var distances: [String: [Double]] = [:]
    for frame in manifest.frames {
      guard let camera = frame.camera else { continue }
      distances[camera, default: []] += (truth.faces[frame.file] ?? []).compactMap(\.interEyePixels)
    }
    return Set(
      distances.filter { !$0.value.isEmpty && median($0.value) < poorBelowPixels }.map(\.key))
  }

  /// The middle of `values`, of an even number the mean of the two middle ones.
  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let upper = sorted[sorted.count / 2]
    return sorted.count.isMultiple(of: 2) ? (upper + sorted[sorted.count / 2 - 1]) / 2 : upper
  }
}
