import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the system says of this process's memory.
enum ResidentMemory {
  /// The most that was resident so far, mapped files included.
  static var peakBytes: Int {
    // Linux counts in getrusage what was resident in the process that started this one, too.
    if let status = FileManager.default.contents(atPath: "/proc/self/status") {
      for line in String(decoding: status, as: UTF8.self).split(separator: "\n")
      where line.hasPrefix("VmHWM:") {
        let words = line.split(whereSeparator: \.isWhitespace)
        if words.count == 3, words[2] == "kB", let size = Int(words[1]) { return size * 1024 }
      }
    }
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
