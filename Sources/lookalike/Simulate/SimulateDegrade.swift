import ArgumentParser
import Essentials
import Foundation
import Imaging
import Rendering

/// `lookalike simulate degrade`.
struct SimulateDegrade: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "degrade",
    abstract: "Put pictures of faces under a condition of the simulated cameras.",
    discussion: """
      Conditions: \(Degradation.all.map(\.name).joined(separator: ", ")). The number is that of \
      pixels between the eyes; cctv adds blur, noise and compression; dark is a quarter of the \
      light with noise and compression; mask and sunglasses are painted over the face; clean cuts \
      faces out and leaves them as they are.

      Of a folder with frames.csv and truth.csv (as lookalike render writes it), each face is cut \
      out; what comes out is a folder of frames with its truth, for lookalike enroll.

      Examples:
        lookalike simulate degrade face.png --inter-eye 41 --condition cctv16 --to poor.png --seed 1
        lookalike simulate degrade SampleFrames --condition cctv16 --to poor --seed 1
      """)

  @Argument(help: "The picture (PNG), or a folder of frames with their truth.")
  var source: String
  @Option(help: "How many pixels the eyes in a picture are apart.")
  var interEye: Double?
  @Option(help: "The condition.")
  var condition: String
  @Option(
    name: .customLong("to"),
    help: ArgumentHelp("The picture or the folder to write.", valueName: "path"))
  var path: String
  @OptionGroup var random: SeedOptions
  @OptionGroup var replace: ForceOptions
  @OptionGroup var work: WorkOptions

  func validate() throws {
    if let interEye, !(interEye > 0 && interEye < 100_000) {
      throw ValidationError("--inter-eye takes a number of pixels above 0")
    }
  }

  func run() throws {
    let degradation = try Degradation.named(condition)
    var isFolder: ObjCBool = false
    let exists = unsafe FileManager.default.fileExists(atPath: source, isDirectory: &isFolder)
    if exists && isFolder.boolValue { return try degradeFolder(degradation) }
    guard let interEye else {
      throw ValidationError("a picture needs --inter-eye, how many pixels its eyes are apart")
    }
    let image = try PNG.read(source)
    let file = try OutputFile(path: path, replacing: replace.force)
    let result = try degradation.applied(to: image, interEye: interEye, seed: random.resolve())
    try file.write(try PNG.encode(result))
    try file.commit()
    StandardError.note("\(path): \(result.width) × \(result.height) pixels, \(condition)")
  }

  private func degradeFolder(_ degradation: Degradation) throws {
    if interEye != nil {
      throw ValidationError(
        "--inter-eye is for one picture; a folder's truth.csv says it of each face")
    }
    let faces = try DegradedFaces(folder: source)
    let target = try OutputFolder(
      path: path, mark: DegradedFaces.mark, replacing: replace.force)
    let summary = try faces.write(
      to: target.staging, under: degradation, seed: random.resolve(), threads: work.threads,
      progress: work.progress())
    try target.commit()
    StandardError.note(
      "\(path): \(Numerals.grouped(summary.faces)) faces, \(condition); \(Numerals.grouped(summary.tooSmall)) had fewer pixels than that"
    )
  }
}
