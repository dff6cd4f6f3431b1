import ArgumentParser
import Essentials
import Foundation
import Imaging
import Rendering

/// `lookalike simulate degrade`.
struct SimulateDegrade: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "degrade",
    abstract: "Put a picture under a condition of the simulated cameras.",
    discussion: """
      Conditions: \(Degradation.all.map(\.name).joined(separator: ", ")). The number is that of \
      pixels between the eyes; cctv adds blur, noise and compression; dark is a quarter of the \
      light with noise and compression.

      Example: lookalike simulate degrade face.png --inter-eye 41 --condition cctv16 --to poor.png --seed 1
      """)

  @Argument(help: "The picture (PNG).")
  var picture: String
  @Option(help: "How many pixels the eyes in it are apart.")
  var interEye: Double
  @Option(help: "The condition.")
  var condition: String
  @Option(
    name: .customLong("to"), help: ArgumentHelp("The picture to write.", valueName: "file.png"))
  var path: String
  @OptionGroup var random: SeedOptions
  @OptionGroup var replace: ForceOptions

  func validate() throws {
    if !(interEye > 0 && interEye < 100_000) {
      throw ValidationError("--inter-eye takes a number of pixels above 0")
    }
  }

  func run() throws {
    let degradation = try Degradation.named(condition)
    let image = try PNG.read(picture)
    let file = try OutputFile(path: path, replacing: replace.force)
    let result = try degradation.applied(to: image, interEye: interEye, seed: random.resolve())
    try file.write(try PNG.encode(result))
    try file.commit()
    StandardError.note("\(path): \(result.width) × \(result.height) pixels, \(condition)")
  }
}
