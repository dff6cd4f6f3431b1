import Essentials
import Foundation
import Review
import Testing

@Suite struct ScenarioTests {
  @Test func everyRowHasAScenario() {
    #expect(
      ReviewScenario.all.map(\.name) == [
        "moscow", "patchwork", "annotation", "m-assistant", "mturk", "once", "captcha", "game",
        "managed-team", "in-house", "click-farm",
      ])
    #expect(ReviewScenario.named("paris") == nil)
  }

  @Test(arguments: ReviewScenario.all.map(\.name)) func scenariosRunAndReproduceTheirFigures(
    name: String
  ) throws {
    let scenario = try #require(ReviewScenario.named(name))
    let outcome = try scenario.run(seed: 1, threads: 2)
    for check in outcome.checks { #expect(check.holds, "\(check)") }
    #expect(!outcome.limits.isEmpty && !outcome.findings.isEmpty)
    let funnel = outcome.funnel
    #expect(
      funnel.falseMatchesBeforeReview
        == funnel.falseMatchesCorrected.count + funnel.falseMatchesKept.count
        + funnel.falseMatchesUndecided.count)
    #expect(
      funnel.trueMatchesBeforeReview
        == funnel.trueMatchesConfirmed.count + funnel.trueMatchesLost.count
        + funnel.trueMatchesUndecided.count)
    #expect(funnel.falseMatchesBeforeReview > 0 && funnel.falseMatchesCorrected.count > 0)
    // The books balance, to the millionth.
    let ledger = outcome.ledger
    let income = ledger.accounts.reduce(Money.zero(ledger.currency)) { $0 + $1.pay + $1.bonus }
    #expect(outcome.requesterCost == income + ledger.fees + ledger.overhead)
    #expect(ledger.decisions > 0)
    for table in outcome.tables {
      #expect(table.rows.allSatisfy { $0.count == table.columns.count })
    }
    let data = try JSONEncoder().encode(outcome)
    #expect(try JSONDecoder().decode(ScenarioOutcome.self, from: data) == outcome)
    let story = outcome.summary()
    #expect(story.contains("False matches corrected"))
    let lines = story.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 40 && lines.allSatisfy { $0.count <= 100 }, "one screen: \(story)")
    let whole = outcome.summary(isVerbose: true)
    #expect(scenario.assumptions.allSatisfy { isIn(whole, $0) })
    for table in outcome.tables { #expect(whole.contains(table.title)) }
    for finding in outcome.findings { #expect(isIn(whole, finding)) }
    #expect(try scenario.run(seed: 1, threads: 1) == outcome)
    let other = try scenario.run(seed: 2, threads: 2)
    #expect(other != outcome)
    for check in other.checks { #expect(check.holds, "\(check)") }
  }

  /// Whether `text` holds `phrase`, wherever its lines break.
  private func isIn(_ text: String, _ phrase: String) -> Bool {
    func words(_ text: String) -> String {
      text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    return words(text).contains(words(phrase))
  }

  @Test func onceHalvesTheWage() throws {
    let outcome = try #require(ReviewScenario.named("once")).run(seed: 3)
    let mean = try #require(outcome.wages.mean)
    // 3,000 pairs, half of them paid: 6 € ± five standard errors.
    #expect(abs(mean.approximate - 6) < 5 * 12 * 0.5 / 3000.0.squareRoot())
    #expect(outcome.ledger.currency == .eur)
  }

  @Test func unpaidScenariosPayNothingAndCountTheHours() throws {
    for name in ["captcha", "game"] {
      let outcome = try #require(ReviewScenario.named(name)).run(seed: 1)
      #expect(outcome.requesterCost.micros == 0)
      #expect(outcome.wages.unpaidHours == outcome.wages.hours && outcome.wages.hours > 1)
      #expect(outcome.wages.unpaidWorkers.events == outcome.wages.workers)
    }
  }

  @Test func theAssistantLevelsOff() throws {
    let outcome = try #require(ReviewScenario.named("m-assistant")).run(seed: 5)
    #expect(outcome.automatedShare.count == 48)
    let first = try #require(outcome.automatedShare.first?.automated.rate)
    let last = try #require(outcome.automatedShare.last)
    #expect(first < 0.05)
    // g/(g + h) = .3, with five standard errors of 10,000 requests.
    #expect(abs(try #require(last.automated.rate) - 0.3) < 0.023 + 0.005)
    #expect(try #require(last.withoutHardening.rate) > 0.8)
  }

  @Test func detectionFindsSpammersAndSparesTheHonest() throws {
    let outcome = try #require(ReviewScenario.named("click-farm")).run(seed: 1)
    let rows = try #require(outcome.tables.first).rows
    func numbers(_ kind: String) throws -> [Int] {
      try #require(rows.first { $0[0] == kind })[1...4].compactMap { Int($0) }
    }
    let constant = try numbers("constant")
    #expect(constant[2] == constant[0])
    let random = try numbers("random")
    #expect(Double(random[1]) >= 0.8 * Double(random[0]))
    let honest = try numbers("honest")
    let copying = try numbers("copying")
    #expect(Double(copying[3]) >= 0.6 * Double(copying[0]))
    #expect(honest[2] == 0 && honest[3] <= 2 && Double(honest[1]) < 0.1 * Double(honest[0]))
  }

  /// More cameras bring a better best stranger, and a mapping's 67 % is crossed where it is crossed:
  /// nothing is fitted to make it so.
  @Test func moreCamerasBringBetterStrangers() throws {
    let lfw = MeasuredDistances.lfw
    var last = Double.infinity
    for size in [1.0, 10, 100, 300, 1000, 3000, 5249, 60_000, 35_000_000] {
      let distance = lfw.bestStranger(gallerySize: size, share: 0.5)
      #expect(distance < last && distance > 0)
      last = distance
    }
    for (size, median) in [
      (100.0, 0.613), (300, 0.587), (1000, 0.561), (3000, 0.540), (5249, 0.531),
    ] {
      #expect(abs(lfw.bestStranger(gallerySize: size, share: 0.5) - median) < 1e-12)
    }
    #expect(abs(lfw.bestStranger(gallerySize: 5249, share: 0.20) - 0.5) < 1e-12)
    #expect(abs(lfw.equalPriorShare(0.603) - 0.67) < 1e-12)
  }
}
