#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A full table of errors for each worker (Dawid and Skene, Applied Statistics 28, 1979).
///
/// With `smoothing` s > 0 each row gets a Dirichlet prior of s + 1: s pseudo-counts a cell. A true
/// class that a worker never met leaves nothing to estimate: its row is uniform.
struct DawidSkeneModel: ConfusionModel {
  let workers: Int
  let classes: Int
  let smoothing: Double
  var logFactors: [Double] = []
  var logPrior: [Double] = []
  var penalty = 0.0

  init(workers: Int, classes: Int, smoothing: Double) {
    self.workers = workers
    self.classes = classes
    self.smoothing = smoothing
  }

  mutating func maximise(counts: [Double], classCounts: [Double]) {
    let tasks = classCounts.reduce(0, +)
    logPrior = classCounts.map { log($0 / tasks) }
    logFactors = counts
    penalty = 0
    for worker in 0..<workers {
      let base = worker * classes * classes
      for k in 0..<classes {
        var total = smoothing * Double(classes)
        for l in 0..<classes { total += counts[base + l * classes + k] }
        for l in 0..<classes {
          let place = base + l * classes + k
          let share = total > 0 ? (counts[place] + smoothing) / total : 1 / Double(classes)
          logFactors[place] = log(share)
          if smoothing > 0 { penalty += smoothing * logFactors[place] }
        }
      }
    }
  }
}
