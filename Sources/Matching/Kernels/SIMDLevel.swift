private import CMatchKernels
import Essentials

/// An instruction set the engine has kernels for; every level gives the same scores, bit for bit.
public enum SIMDLevel: String, Sendable, CaseIterable, Codable {
  /// Plain C, on any machine.
  case scalar
  /// AVX2 and FMA.
  case avx2
  /// AVX-512 with VNNI, the integer dot-product instruction.
  case avx512VNNI = "avx512-vnni"
  /// NEON with the dot-product extension of Armv8.2.
  case neon

  var number: Int32 {
    switch self {
    case .scalar: 0
    case .avx2: 1
    case .avx512VNNI: 2
    case .neon: 3
    }
  }

  /// The levels that this machine has.
  public static let available: [SIMDLevel] = allCases.filter {
    unsafe lk_kernels_for($0.number) != nil
  }

  /// The fastest level of this machine.
  public static let best: SIMDLevel = {
    let number = lk_best_level()
    return allCases.first { $0.number == number } ?? .scalar
  }()

  /// This level, where the machine has it.
  ///
  /// - Throws: ``Failure`` (`unavailable`) where it has not.
  public func required() throws -> SIMDLevel {
    if SIMDLevel.available.contains(self) { return self }
    throw Failure(
      .unavailable, "this machine has no \(rawValue)",
      remedy: "It has \(SIMDLevel.available.map(\.rawValue).joined(separator: ", "))")
  }
}
