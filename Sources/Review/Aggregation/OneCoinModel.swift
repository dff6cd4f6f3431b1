#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// One accuracy for each worker; wrong answers fall on the other labels alike.
struct OneCoinModel: ConfusionModel {
  let workers: Int
  let classes: Int
  var logFactors: [Double] = []
  var logPrior: [Double] = []
  /// P(right) of each worker; ½ for one without answers.
  var accuracies: [Double] = []
  let penalty = 0.0

  init(workers: Int, classes: Int) {
    self.workers = workers
    self.classes = classes
  }

  mutating func maximise(counts: [Double], classCounts: [Double]) {
    let tasks = classCounts.reduce(0, +)
    logPrior = classCounts.map { log($0 / tasks) }
    logFactors = counts
    accuracies = []
    accuracies.reserveCapacity(workers)
    for worker in 0..<workers {
      let base = worker * classes * classes
      var right = 0.0
      var wrong = 0.0
      for l in 0..<classes {
        for k in 0..<classes {
          if l == k {
            right += counts[base + l * classes + k]
          } else {
            wrong += counts[base + l * classes + k]
          }
        }
      }
      let accuracy = right + wrong > 0 ? right / (right + wrong) : 0.5
      accuracies.append(accuracy)
      let logRight = log(accuracy)
      // Both shares from counts: 1 − accuracy would round a single error away.
      let share = right + wrong > 0 ? wrong / (right + wrong) : 0.5
      let logWrong = classes == 1 ? -.infinity : log(share / Double(classes - 1))
      for l in 0..<classes {
        for k in 0..<classes { logFactors[base + l * classes + k] = l == k ? logRight : logWrong }
      }
    }
  }
}
