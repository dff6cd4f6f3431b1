import Matching

/// What `--version` prints.
enum Version {
  /// The release.
  static let number = "0.1.0"

  /// The release's name, as reports print it.
  static var text: String { "lookalike \(number)" }

  /// The release, and what of this machine the engine uses.
  ///
  /// A benchmark may start itself again with better kernels of OpenBLAS, and prints which.
  static var withMachine: String {
    let others = SIMDLevel.available.filter { $0 != .best }.map(\.rawValue)
    return """
      \(text)
      instruction set: \(SIMDLevel.best.rawValue) (also here: \(others.joined(separator: ", ")))
      OpenBLAS core: \(MatrixProductBaseline.coreType)
      """
  }
}
