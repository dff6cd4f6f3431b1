import Foundation
import Matching

/// Lets OpenBLAS choose kernels that suit the processor.
enum BLASCoreType {
  /// Starts this process again with `OPENBLAS_CORETYPE` set, where that gives better kernels.
  ///
  /// OpenBLAS chooses when it is loaded, before any code of ours runs, and a version older than the
  /// processor chooses badly. A setting of the user's own is left alone.
  static func restartWithBetterKernels() {
    guard SIMDLevel.available.contains(.avx512VNNI),
      ProcessInfo.processInfo.environment["OPENBLAS_CORETYPE"] == nil,
      !["SkylakeX", "Cooperlake", "SapphireRapids"].contains(MatrixProductBaseline.coreType)
    else { return }
    unsafe setenv("OPENBLAS_CORETYPE", "SkylakeX", 1)
    var arguments = unsafe CommandLine.arguments.map { unsafe strdup($0) } + [nil]
    unsafe execv("/proc/self/exe", &arguments)
    // Where that is not possible, the baseline runs as it is, and its core type is printed.
  }
}
