import Essentials
import Foundation
import Statistics
import Testing

@testable import Review

@Suite struct CombinationTests {
  /// Tasks, scores and votes drawn from the model of ``MachineVoice``: evidence correlates by `rho`.
  static func crowd(
    tasks: Int, workers: [SignalDetection], separation: Double, prevalence: Double, rho: Double,
    seed: UInt64
  ) -> (answers: [Answer], scores: [String: Double], truth: [Bool], raw: [Double]) {
    var answers: [Answer] = []
    var scores: [String: Double] = [:]
    var truth: [Bool] = []
    var raw: [Double] = []
    var random = RandomStream(seed: seed)
    for task in 0..<tasks {
      let same = random.chance(prevalence)
      let z = random.normal()
      let score = (same ? 1 : -1) * separation / 2 + z
      truth.append(same)
      raw.append(score)
      // Any scale and offset: calibration has to find them.
      scores["t\(task)"] = 70 + 12 * score
      for (number, worker) in workers.enumerated() {
        let half = (same ? 1 : -1) * worker.sensitivity / 2
        let evidence = half + rho * z + (1 - rho * rho).squareRoot() * random.normal()
        answers.append(
          Answer(
            task: "t\(task)", worker: "w\(number)",
            label: evidence > worker.criterion ? "match" : "other"))
      }
    }
    return (answers, scores, truth, raw)
  }

  static let workers = [
    SignalDetection(sensitivity: 1.6), SignalDetection(sensitivity: 1.2, criterion: 0.3),
    SignalDetection(sensitivity: 2.2, criterion: -0.2), SignalDetection(sensitivity: 0.8),
  ]

  @Test(arguments: [0.0, 0.5]) func parametersAndPosteriorsAreThoseThatWereDrawn(rho: Double) throws
  {
    let (answers, scores, truth, raw) = Self.crowd(
      tasks: 4000, workers: Self.workers, separation: 2, prevalence: 0.4, rho: rho, seed: 3)
    let table = try AnswerTable(answers)
    let result = try ScoreCombiner(
      table, scores: scores, sameLabel: "match", replicates: 4, seed: 1
    ).combine()
    #expect(result.converged && result.sameLabel == "match")
    #expect(abs(result.correlation.value - rho) < 0.06)
    #expect(abs(result.machineSensitivity.value - 2) < 0.15)
    #expect(abs(result.prevalence.value - 0.4) < 0.04)
    for (worker, found) in zip(Self.workers, result.workers) {
      #expect(abs(found.hitRate - worker.hitRate) < 0.04)
      #expect(abs(found.falsePassRate - worker.falsePassRate) < 0.04)
    }
    // Against Bayes' rule with the parameters that the data were drawn with.
    let voice = MachineVoice(sensitivity: 2, priorLogOdds: log(0.4 / 0.6))
    var off = 0.0
    var right = (combined: 0, score: 0, votes: 0)
    for (task, item) in result.labels.enumerated() {
      let range = table.byTask.range(task)
      let votes = range.map { place in
        (
          saysSame: table.labels[Int(table.byTask.label[place])] == "match",
          observer: Self.workers[Int(table.byTask.other[place])], correlation: rho
        )
      }
      let known = 1 / (1 + exp(-voice.logOdds(score: raw[task], votes: votes)))
      let found = item.label == "match" ? item.posterior : 1 - item.posterior
      off += abs(known - found) / 4000
      if (item.label == "match") == truth[task] { right.combined += 1 }
      if (item.scoreAlone > 0.5) == truth[task] { right.score += 1 }
      if (item.votes.events > 2) == truth[task] { right.votes += 1 }
    }
    #expect(off < 0.015)
    #expect(right.combined > right.score + 50 && right.combined > right.votes + 50)
  }

  /// The joint probability sums to the likelihood, and no step lowers the objective.
  @Test func theObjectiveNeverFalls() throws {
    let (answers, scores, _, _) = Self.crowd(
      tasks: 300, workers: Self.workers, separation: 1.2, prevalence: 0.3, rho: 0.6, seed: 8)
    let table = try AnswerTable(answers)
    var start = [0]
    var worker: [Int32] = []
    var saysSame: [Bool] = []
    for task in table.tasks.indices {
      for place in table.byTask.range(task) {
        worker.append(table.byTask.other[place])
        saysSame.append(table.byTask.label[place] == 0)
      }
      start.append(worker.count)
    }
    let data = ScoreCombinerModel.Data(
      scores: table.tasks.map { ((scores[$0] ?? 0) - 70) / 12 }, start: start, worker: worker,
      saysSame: saysSame, known: Array(repeating: -1, count: 300), workers: 4)
    var model = ScoreCombinerModel(data)
    var last = -Double.infinity
    for step in 0..<200 {
      let (beliefs, likelihood) = model.expectation(data, weights: nil)
      let objective = likelihood + model.penalty
      #expect(objective >= last - 1e-9 * abs(objective), "step \(step)")
      last = objective
      if step == 50 {
        // By hand: ln(P(different) + P(same)) summed over tasks.
        let sum = (0..<300).reduce(0.0) { sum, task in
          let joint = model.logJoint(data, task: task)
          return sum + log(exp(joint.different) + exp(joint.same))
        }
        #expect(abs(sum - likelihood) < 1e-9 * abs(sum))
      }
      model.maximise(data, beliefs: beliefs, weights: nil)
    }
  }

  @Test func probitTailsAreContinuous() {
    #expect(abs(Probit.logCumulative(-29.999) - Probit.logCumulative(-30.001)) < 0.1)
    #expect(abs(Probit.millsRatio(-29.999) - Probit.millsRatio(-30.001)) < 0.01)
    #expect(abs(Probit.logCumulative(0) - log(0.5)) < 1e-15)
    #expect(Probit.logCumulative(-1e8).isFinite && Probit.millsRatio(-1e8) >= 1e8)
  }

  @Test func polarityTasksWithoutAnswersAndKnownLabels() throws {
    let (answers, scores, _, _) = Self.crowd(
      tasks: 400, workers: Self.workers, separation: 2, prevalence: 0.5, rho: 0, seed: 5)
    let table = try AnswerTable(answers)
    // Labels in order are "match", "other": the last one says "same" unless told otherwise.
    #expect(throws: Failure.self) {
      _ = try ScoreCombiner(table, scores: scores, replicates: 0).combine()
    }
    let turned = try ScoreCombiner(
      table, scores: scores.mapValues { -$0 }, lowerIsMoreAlike: true, sameLabel: "match",
      replicates: 0
    ).combine()
    var more = scores
    more["unseen"] = 200
    let result = try ScoreCombiner(
      table, scores: more, sameLabel: "match", gold: ["t3": "other", "elsewhere": "match"],
      replicates: 10, seed: 2, threads: 1
    ).combine()
    let unseen = try #require(result.labels.last)
    #expect(unseen.task == "unseen" && unseen.label == "match" && unseen.votes.trials == 0)
    #expect(abs(unseen.posterior - unseen.scoreAlone) < 1e-12)
    #expect(result.labels[3].label == "other" && result.labels[3].posterior == 1)
    #expect(result.labels[3].interval == nil && result.notes.count == 2)
    #expect(turned.labels.count == 400 && turned.correlation.interval == nil)
    let again = try ScoreCombiner(
      table, scores: more, sameLabel: "match", gold: ["t3": "other", "elsewhere": "match"],
      replicates: 10, seed: 2, threads: 3
    ).combine()
    #expect(again == result)
    #expect(result.summary.contains("Undecided"))
  }

  @Test func whatCannotBeCombinedIsRefused() throws {
    func table(_ rows: [(String, String, String)]) throws -> AnswerTable {
      try AnswerTable(rows.map { Answer(task: $0.0, worker: $0.1, label: $0.2) })
    }
    let two = try table([("1", "a", "x"), ("2", "a", "y"), ("3", "b", "y")])
    for (answers, scores, same) in [
      (try table([]), ["1": 1.0], nil), (try table([("1", "a", "x")]), ["1": 1], nil),
      (try table([("1", "a", "x"), ("1", "b", "y"), ("2", "a", "z")]), ["1": 1, "2": 2], nil),
      (two, ["1": 1, "2": 2], nil), (two, ["1": 1, "2": 1, "3": 1], nil),
      (two, ["1": 1, "2": 2, "3": 3], "z"),
    ] as [(AnswerTable, [String: Double], String?)] {
      #expect(throws: Failure.self) {
        _ = try ScoreCombiner(answers, scores: scores, sameLabel: same, replicates: 0)
      }
    }
    // One worker who always says the same, and six tasks: finite, whatever it is worth.
    let idle = try table(
      (1...6).flatMap { [("\($0)", "a", "y"), ("\($0)", "b", $0 < 4 ? "x" : "y")] })
    let result = try ScoreCombiner(
      idle, scores: ["1": 1, "2": 2, "3": 3, "4": 6, "5": 7, "6": 8], replicates: 5, seed: 1
    ).combine()
    for item in result.labels { #expect(item.posterior.isFinite && item.posterior >= 0.5) }
  }
}
