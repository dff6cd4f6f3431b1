import ArgumentParser
import Essentials
import Foundation
import Rendering

/// Camera frames of people who don't exist.
struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Render camera frames and portraits of people who do not exist.",
    discussion: """
      Writes DIR/frames.csv with DIR/frames, DIR/probes.csv with DIR/probes, and the truth about \
      who is where: DIR/truth.csv and DIR/truth-probes.csv. The people are shaped from \
      MakeHuman's mesh (CC0), which Scripts/fetch-mesh fetches. Error rates measured on rendered \
      people are not those of real people.

      Example: lookalike render --people 200 --cameras 30 --frames-per-camera 10 --seed 7 --to city
      """)

  @Option(help: "How many people pass the cameras.")
  var people = 60
  @Option(help: "How many cameras there are; of nine, three are poor ones.")
  var cameras = 9
  @Option(help: "How many frames each camera takes over the day.")
  var framesPerCamera = 4
  @Option(help: "How many portraits are made of people who pass (default: 8, or all if fewer).")
  var passingProbes: Int?
  @Option(help: "How many portraits are made of people who pass nowhere.")
  var absentProbes = 4
  @Option(
    help: ArgumentHelp(
      "The body mesh, as Scripts/fetch-mesh unpacks it; its place in the cache when not given.",
      valueName: "dir"))
  var mesh: String?
  @Option(name: .customLong("to"), help: ArgumentHelp("The folder to make.", valueName: "dir"))
  var folder: String
  @OptionGroup var random: SeedOptions
  @OptionGroup var replace: ForceOptions
  @OptionGroup var work: WorkOptions
  @OptionGroup var output: FormatOptions

  func validate() throws {
    do {
      _ = try options(seed: 0)
    } catch let failure as Failure {
      throw ValidationError(failure.description)
    }
  }

  private func options(seed: UInt64) throws -> CityOptions {
    try CityOptions(
      people: people, cameras: cameras, framesPerCamera: framesPerCamera,
      passingProbes: passingProbes ?? min(8, people), absentProbes: absentProbes, seed: seed)
  }

  func run() throws {
    let options = try options(seed: random.resolve())
    try OutputFolder.refuse(folder, mark: City.mark, replacing: replace.force)
    let model = try BodyModel(files: MeshFiles(folder: mesh ?? MeshFiles.defaultFolder))
    let target = try OutputFolder(path: folder, mark: City.mark, replacing: replace.force)
    let summary = try City(options, model: model).render(
      to: target.staging, threads: work.threads, progress: work.progress())
    try target.commit()
    switch output.format {
    case .text: try StandardOutput.print(summary.lines(folder: folder).joined(separator: "\n"))
    case .json: try StandardOutput.json(summary)
    }
  }
}
