import Foundation
import Histogram
import Matching

/// A benchmark's result for people, with percentiles of the time a search took.
struct BenchReport: CustomStringConvertible {
  let result: SearchBenchmark

  init(_ result: SearchBenchmark) { self.result = result }

  var description: String {
    func giga(_ value: Double?) -> String {
      value.map { String(format: "%.1f G", $0 / 1e9) } ?? "not measured "
    }
    func percent(_ value: Double?) -> String {
      value.map { String(format: "%.1f %%", 100 * $0) } ?? "not measured"
    }
    var histogram = Histogram<UInt64>(numberOfSignificantValueDigits: .three)
    for seconds in result.allSeconds { histogram.record(UInt64(seconds * 1e9)) }
    let milliseconds = [50, 90, 99, 100].map {
      String(
        format: "p%d %.3f ms", $0, Double(histogram.valueAtPercentile(Double($0))) / 1e6)
    }
    let peaks = result.peaks
    let baseline =
      result.matrixProduct.map {
        String(
          format: "\nOpenBLAS     %.3f ms, %.2f × the search; core type %@, recall %.5f",
          $0.seconds * 1e3, $0.seconds / result.seconds, $0.coreType, $0.recall)
      } ?? ""
    return """
      peaks        int8 \(giga(peaks.int8PerSecond))MAC/s, float32 \(giga(peaks.float32PerSecond))\
      MAC/s, memory \(giga(peaks.memoryBytesPerSecond))B/s (\(result.level.rawValue), \
      \(result.threads) threads)
      search       \(result.gallerySize) × \(result.dimension), \(result.probes) probes, top \
      \(result.top)
      time         \(milliseconds.joined(separator: ", ")) over \(result.allSeconds.count) searches
      rate         \(giga(result.comparisonsPerSecond))comparisons/s
      share        \(percent(result.shareOfPeak)) of the int8 peak, \
      \(percent(result.shareOfMemoryBandwidth)) of the memory bandwidth
      screening    \(result.statistics.description)
      memory       \(giga(Double(result.peakResidentBytes)))B resident at most, mapped files included
      exact        \(result.exact ? "yes" : "NO"), by a full scan for \(result.checkedProbes) probes\(baseline)
      """
  }
}
