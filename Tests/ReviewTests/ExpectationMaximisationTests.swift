import Essentials
import Foundation
import Testing

@testable import Review

/// What needs the insides: that the objective never falls, and that MACE's bound is a bound.
@Suite struct ExpectationMaximisationTests {
  static func neverFalls(_ history: [Double]) -> Bool {
    zip(history, history.dropFirst()).allSatisfy { $1 >= $0 - 1e-9 * abs($0) }
  }

  @Test(arguments: 1...12) func theObjectiveNeverFalls(seed: Int) throws {
    let classes = 2 + seed % 3
    let (table, truth) = try AggregationTests.crowd(
      tasks: 40 + 10 * seed, workers: 5 + seed, classes: classes, each: 3 + seed % 4,
      seed: UInt64(seed))
    let some = truth.filter { $0.key.hasSuffix("3") && table.labels.contains($0.value) }
    for known in [[:], some] {
      let gold = try GoldLabels(known, table)
      let engine = ExpectationMaximisation(table: table, gold: gold, threads: 2)
      let k = table.labels.count
      for smoothing in [0.0, 0.3] {
        let model = DawidSkeneModel(workers: table.workers.count, classes: k, smoothing: smoothing)
        let state = try engine.run(
          model, from: engine.softMajority(), tolerance: 0, maximumIterations: 200)
        #expect(Self.neverFalls(state.history), "Dawid–Skene \(smoothing)")
      }
      let coin = try engine.run(
        OneCoinModel(workers: table.workers.count, classes: k), from: engine.softMajority(),
        tolerance: 0, maximumIterations: 200)
      #expect(Self.neverFalls(coin.history), "one-coin")
      let mace = try engine.run(
        MaceModel(workers: table.workers.count, classes: k, seed: 1, restart: seed), from: nil,
        tolerance: 0, maximumIterations: 200)
      #expect(Self.neverFalls(mace.history), "MACE")
      let leaping = try engine.accelerated(
        MaceModel(workers: table.workers.count, classes: k, seed: 1, restart: seed), tolerance: 0,
        maximumIterations: 200)
      #expect(Self.neverFalls(leaping.history), "MACE with leaps")
    }
    let glad = try Glad(table: table, threads: 2).fit(tolerance: 0, maximumIterations: 60)
    #expect(Self.neverFalls(glad.outcome.history), "GLAD")
  }

  /// Leaps end where plain steps do, in fewer of them, at any thread count.
  @Test func leapsReachTheLimitOfPlainSteps() throws {
    let (table, _) = try AggregationTests.crowd(
      tasks: 300, workers: 25, classes: 3, each: 4, seed: 31)
    func engine(_ threads: Int) throws -> ExpectationMaximisation {
      ExpectationMaximisation(table: table, gold: try GoldLabels([:], table), threads: threads)
    }
    let model = MaceModel(
      workers: table.workers.count, classes: table.labels.count, seed: 3, restart: 2)
    let plain = try engine(1).run(
      model, from: nil, tolerance: 1e-15, maximumIterations: 100_000)
    let leaping = try engine(1).accelerated(
      model, tolerance: 1e-15, maximumIterations: 100_000)
    #expect(plain.converged && leaping.converged)
    #expect(
      leaping.iterations * 2 < plain.iterations, "\(leaping.iterations) of \(plain.iterations)")
    #expect(abs(leaping.objective - plain.objective) < 1e-8 * abs(plain.objective))
    for (one, other) in zip(leaping.posterior, plain.posterior) { #expect(abs(one - other) < 1e-4) }
    let parallel = try engine(3).accelerated(
      model, tolerance: 1e-15, maximumIterations: 100_000)
    #expect(parallel.posterior == leaping.posterior && parallel.history == leaping.history)
  }

  /// The variational bound lies below the log evidence, here by Monte Carlo over the priors.
  @Test func macesBoundIsBelowTheEvidence() throws {
    let (table, _) = try AggregationTests.crowd(
      tasks: 3, workers: 2, classes: 2, each: 2, seed: 6)
    let engine = ExpectationMaximisation(
      table: table, gold: try GoldLabels([:], table), threads: 1)
    let k = table.labels.count
    let state = try engine.run(
      MaceModel(workers: table.workers.count, classes: k, seed: 1, restart: 0), from: nil,
      tolerance: 1e-12, maximumIterations: 5000)
    // θ ~ Beta(½, ½) is sin²(πu/2); Dirichlet(10, 10) from gammas, each a sum of ten exponentials.
    var random = RandomStream(seed: 1)
    var sum = 0.0
    let draws = 100_000
    for _ in 0..<draws {
      var know: [Double] = []
      var strategy: [[Double]] = []
      for _ in table.workers {
        know.append(pow(sin(.pi * random.uniform() / 2), 2))
        let gammas = (0..<k).map { _ in (0..<10).reduce(0.0) { s, _ in s + random.exponential() } }
        let total = gammas.reduce(0, +)
        strategy.append(gammas.map { $0 / total })
      }
      var likelihood = 1.0
      for task in table.tasks.indices {
        var mixture = 0.0
        for truth in 0..<k {
          var product = 1 / Double(k)
          for place in table.byTask.range(task) {
            let worker = Int(table.byTask.other[place])
            let label = Int(table.byTask.label[place])
            product *=
              (1 - know[worker]) * strategy[worker][label] + (label == truth ? know[worker] : 0)
          }
          mixture += product
        }
        likelihood *= mixture
      }
      sum += likelihood
    }
    let evidence = log(sum / Double(draws))
    #expect(state.objective < evidence + 0.01)
    #expect(state.objective > evidence - 1.5, "a bound so loose would be a mistake")
  }

  /// Finite differences, an independent derivative.
  @Test func gladsGradientIsTheDerivative() throws {
    let (table, _) = try AggregationTests.crowd(
      tasks: 12, workers: 5, classes: 3, each: 4, seed: 4)
    let glad = Glad(table: table, threads: 1)
    var random = RandomStream(seed: 2)
    let point = (0..<table.workers.count + table.tasks.count).map { _ in random.normal() }
    let (_, gradient, _) = try glad.evaluate(point)
    for index in point.indices {
      var up = point
      var down = point
      up[index] += 1e-5
      down[index] -= 1e-5
      let (above, _, _) = try glad.evaluate(up)
      let (below, _, _) = try glad.evaluate(down)
      let slope = (above - below) / 2e-5
      #expect(abs(slope - gradient[index]) < 1e-6 * max(1, abs(slope)))
    }
  }

  /// ψ(1) = −γ, ψ(½) = −γ − 2 ln 2, and ψ(x + 1) = ψ(x) + 1/x.
  @Test func digammaAtKnownPlaces() {
    let gamma = 0.5772156649015329
    #expect(abs(digamma(1) + gamma) < 1e-12)
    #expect(abs(digamma(0.5) + gamma + 2 * log(2.0)) < 1e-12)
    for x in [0.01, 0.3, 2.5, 17, 1e6] { #expect(abs(digamma(x + 1) - digamma(x) - 1 / x) < 1e-10) }
  }
}
