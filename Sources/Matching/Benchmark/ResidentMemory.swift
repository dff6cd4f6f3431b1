#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the system says of this process's memory.
enum ResidentMemory {
  /// The most that was resident so far, mapped files included.
  static var peakBytes: Int {
    var usage = rusage()
    #if canImport(Glibc)
      let (process, unit) = (RUSAGE_SELF.rawValue, 1024)
    #else
      let (process, unit) = (RUSAGE_SELF, 1)
    #endif
    guard unsafe getrusage(numericCast(process), &usage) == 0 else { return 0 }
    return Int(usage.ru_maxrss) * unit
  }
}
