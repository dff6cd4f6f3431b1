import Essentials
import Foundation

/// What lies beside the sources in a clone.
enum PackageFiles {
  /// The folder `name` of the clone that this program was built in, which must hold `file`.
  ///
  /// Looked for in the working folder, then upward from the program's own place.
  ///
  /// - Throws: ``Failure`` (`missingInput`).
  static func folder(_ name: String, holding file: String) throws -> String {
    if FileManager.default.fileExists(atPath: name + "/" + file) { return name }
    var place = URL(fileURLWithPath: CommandLine.arguments.first ?? "")
    if let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
      place = URL(fileURLWithPath: path)
    }
    while place.path != "/" {
      place.deleteLastPathComponent()
      let candidate = place.path + "/" + name
      if FileManager.default.fileExists(atPath: candidate + "/" + file) { return candidate }
    }
    throw Failure(
      .missingInput, "the package's \(name) is not found", remedy: "Name the folder with --frames")
  }
}
