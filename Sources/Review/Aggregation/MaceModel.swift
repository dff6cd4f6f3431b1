import Essentials
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Workers who know the answer or guess (MACE; Hovy, Berg-Kirkpatrick, Vaswani and Hovy, NAACL 2013).
///
/// Worker j knows with probability θ ~ Beta(½, ½) and then gives the true label; else the label
/// comes from the worker's own ξ ~ Dirichlet(10, …, 10). Classes are equally likely. Variational Bayes:
/// q(θ) and q(ξ) are of the same families, and ``penalty`` is −KL(q ‖ prior), which makes the
/// objective the variational bound. The hyperparameters are those of crowd-kit, so that bounds compare.
struct MaceModel: AcceleratedModel {
  static let guessPrior = 0.5
  static let knowPrior = 0.5
  static let strategyPrior = 10.0

  let workers: Int
  let classes: Int
  var logFactors: [Double] = []
  let logPrior: [Double]
  var penalty = 0.0
  /// E[θ], the mean of q.
  var competence: [Double] = []
  /// exp E[ln θ] and exp E[ln(1 − θ)], and exp E[ln ξ] by worker and label.
  private var know: [Double]
  private var guess: [Double]
  private var strategy: [Double]

  /// A start of its own for each `restart`: shares drawn from 1…2, normalised.
  init(workers: Int, classes: Int, seed: UInt64, restart: Int) {
    self.workers = workers
    self.classes = classes
    logPrior = Array(repeating: -log(Double(classes)), count: classes)
    var random = RandomStream(seed: seed, purpose: "mace-start", item: restart)
    know = []
    guess = []
    strategy = []
    for _ in 0..<workers {
      let a = random.uniform(in: 1..<2)
      let b = random.uniform(in: 1..<2)
      guess.append(a / (a + b))
      know.append(b / (a + b))
      let draws = (0..<classes).map { _ in random.uniform(in: 1..<2) }
      let sum = draws.reduce(0, +)
      strategy += draws.map { $0 / sum }
    }
    competence = know
    fillFactors()
  }

  /// The logarithms of the three means, worker after worker.
  var freeParameters: [Double] {
    get { (know + guess + strategy).map { log($0) } }
    set {
      let values = newValue.map { exp($0) }
      know = Array(values[..<workers])
      guess = Array(values[workers..<2 * workers])
      strategy = Array(values[(2 * workers)...])
      fillFactors()
    }
  }

  private mutating func fillFactors() {
    logFactors = [Double](repeating: 0, count: workers * classes * classes)
    for worker in 0..<workers {
      for l in 0..<classes {
        let guessed = guess[worker] * strategy[worker * classes + l]
        let base = (worker * classes + l) * classes
        let wrong = log(guessed)
        for k in 0..<classes { logFactors[base + k] = wrong }
        logFactors[base + l] = log(guessed + know[worker])
      }
    }
  }

  mutating func maximise(counts: [Double], classCounts: [Double]) {
    penalty = 0
    let strategyTotalPrior = Self.strategyPrior * Double(classes)
    let strategyPriorTerm =
      Beta.logGamma(strategyTotalPrior) - Double(classes) * Beta.logGamma(Self.strategyPrior)
    let abilityPriorTerm =
      Beta.logGamma(Self.guessPrior + Self.knowPrior) - Beta.logGamma(Self.guessPrior)
      - Beta.logGamma(Self.knowPrior)
    var concentration = [Double](repeating: 0, count: classes)
    for worker in 0..<workers {
      var knew = 0.0
      for l in 0..<classes {
        let base = (worker * classes + l) * classes
        let guessed = guess[worker] * strategy[worker * classes + l]
        let share = know[worker] / (guessed + know[worker])
        var given = 0.0
        for k in 0..<classes { given += counts[base + k] }
        let knownHere = counts[base + l] * share
        knew += knownHere
        concentration[l] = max(0, given - knownHere)
      }
      let guesses = concentration.reduce(0, +)
      let a = guesses + Self.guessPrior
      let b = knew + Self.knowPrior
      let digammaSum = digamma(a + b)
      let logGuess = digamma(a) - digammaSum
      let logKnow = digamma(b) - digammaSum
      guess[worker] = exp(logGuess)
      know[worker] = exp(logKnow)
      competence[worker] = b / (a + b)
      penalty +=
        abilityPriorTerm - (Beta.logGamma(a + b) - Beta.logGamma(a) - Beta.logGamma(b))
        + (Self.guessPrior - a) * logGuess + (Self.knowPrior - b) * logKnow
      let total = guesses + strategyTotalPrior
      let digammaTotal = digamma(total)
      penalty += strategyPriorTerm - Beta.logGamma(total)
      for l in 0..<classes {
        let value = concentration[l] + Self.strategyPrior
        let logStrategy = digamma(value) - digammaTotal
        strategy[worker * classes + l] = exp(logStrategy)
        penalty += Beta.logGamma(value) + (Self.strategyPrior - value) * logStrategy
      }
    }
    fillFactors()
  }
}

/// ψ(x) for x > 0: recurrence up to 6, then the asymptotic series; about 1e-12 relative.
func digamma(_ x: Double) -> Double {
  var x = x
  var shift = 0.0
  while x < 10 {
    shift -= 1 / x
    x += 1
  }
  let inverse = 1 / (x * x)
  return shift + log(x) - 0.5 / x
    - inverse
    * (1 / 12 - inverse * (1 / 120 - inverse * (1 / 252 - inverse * (1 / 240 - inverse / 132))))
}
