internal import CMatchKernels
internal import Essentials

/// One instruction set's kernels, chosen once and passed on.
@safe struct Kernels: @unchecked Sendable {
  /// The level they are for.
  let level: SIMDLevel
  private let table: UnsafePointer<lk_kernels>

  /// The kernels of `level`.
  ///
  /// - Throws: ``Failure`` (`unavailable`) where the machine lacks it.
  init(_ level: SIMDLevel) throws {
    self.level = try level.required()
    guard let table = unsafe lk_kernels_for(level.number) else {
      preconditionFailure("an available level has kernels")
    }
    unsafe self.table = table
  }

  /// The largest magnitude of a probe's code at this level.
  var probeLimit: Int { unsafe Int(table.pointee.probe_limit) }

  /// Σ double(aᵢ)·double(bᵢ) in 16 lanes; both of `count` values.
  @inline(__always)
  func dot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int) -> Double {
    unsafe table.pointee.dot(a, b, count)
  }

  /// Σ (double(aᵢ) − double(bᵢ))² in 16 lanes; both of `count` values.
  @inline(__always)
  func squareDistance(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int) -> Double
  {
    unsafe table.pointee.square_distance(a, b, count)
  }

  /// The C table, for the scan.
  var raw: lk_kernels { unsafe table.pointee }
}
