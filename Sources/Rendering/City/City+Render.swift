public import Essentials
import Foundation
import Imaging

extension City {
  /// The name of the file by which a rendered folder is known.
  public static let mark = "rendered-city.json"

  /// Renders all frames and portraits into `folder`, with their manifests and the truth.
  ///
  /// - Throws: ``Failure`` (`inputOutput`, `unavailable`).
  /// - Complexity: O(frames); the memory of one camera's place for each thread.
  public func render(
    to folder: String, threads: Int = Parallel.defaultThreads,
    progress: any ProgressObserver = NoProgress()
  ) throws -> CitySummary {
    for name in ["frames", "probes"] {
      do {
        try FileManager.default.createDirectory(
          atPath: folder + "/" + name, withIntermediateDirectories: true)
      } catch {
        throw Failure(
          .inputOutput, "can't be made", file: folder + "/" + name, remedy: "Check the folder")
      }
    }
    let perCamera = options.framesPerCamera
    let done = Tally("rendering", total: plans.count, unit: "frames", progress)
    let truths = try Parallel.map(count: sites.count, threads: threads) { camera in
      let site = sites[camera]
      let backdrop = Backdrop(site.place, view: site.view, noise: model.noise)
      var place: PlaceLight?
      return try (0..<perCamera).map { index in
        let plan = plans[camera * perCamera + index]
        let (image, truth) = try draw(plan, site, backdrop, &place)
        try PNG.write(
          image, to: folder + "/" + plan.file(site))
        done.add(1)
        return truth
      }
    }
    let probes = probePeople()
    try Parallel.forEach(count: probes.count, threads: threads) { index in
      try PNG.write(
        portrait(probes[index].person), to: folder + "/" + City.probeFile(index))
    }
    let faces = truths.flatMap { $0 }
    try Manifests(city: self, faces: faces, probes: probes).write(to: folder)
    return summary(faces, probes: probes.count)
  }

  static func probeName(_ index: Int) -> String { "probe-" + (index + 1).padded(2) }
  static func probeFile(_ index: Int) -> String { "probes/\(probeName(index)).png" }

  private func summary(_ frames: [[FaceTruth]], probes: Int) -> CitySummary {
    var summary = CitySummary()
    var good: [Double] = []
    var poor: [Double] = []
    for (plan, faces) in zip(plans, frames) {
      summary.frames += 1
      summary.faces += faces.count
      for face in faces {
        if abs(face.yaw) > 20 { summary.turned += 1 }
        if face.occlusion > 0.1 { summary.hidden += 1 }
        if sites[plan.camera].isPoor {
          poor.append(face.interEyePixels)
        } else {
          good.append(face.interEyePixels)
        }
      }
    }
    summary.medianInterEyeGood = City.median(good)
    summary.medianInterEyePoor = City.median(poor)
    summary.probes = probes
    return summary
  }

  private static func median(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.sorted()[values.count / 2]
  }
}
