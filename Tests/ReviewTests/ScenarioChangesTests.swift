import Essentials
import Foundation
import Review
import Testing

@Suite struct ScenarioChangesTests {
  @Test func everySwitchReachesTheSettings() throws {
    let scenario = try #require(ReviewScenario.named("mturk"))
    var changes = ScenarioChanges()
    changes.overlap = 5
    changes.lists = 50
    changes.reviewer = "super-recogniser"
    changes.sensitivity = 1.5
    changes.criterion = 0.2
    changes.others = [Workforce.Share(kind: .adversary, share: 0.3)]
    changes.display = .label
    changes.influence = .reliance(0.4)
    changes.expectedPrevalence = 0.02
    changes.prevalenceWeight = 0.3
    changes.deadlineSeconds = 4
    changes.hurryTimeConstantSeconds = 2
    changes.startHour = 6
    changes.fatigue = Fatigue(criterionDriftPerHour: 0.1, sensitivityDecayHours: 12)
    changes.scoreCorrelation = -0.1
    let outcome = try scenario.changed(changes).run(seed: 1)
    let settings = outcome.settings
    let model = settings.workforce.model
    #expect(settings.overlap == 5 && settings.candidates.lists == 50)
    #expect(outcome.funnel.lists == 50)
    #expect(model.observer == SignalDetection(sensitivity: 1.5, criterion: 0.2))
    #expect(settings.workforce.others == changes.others)
    #expect(settings.condition.display == .label && model.influence == .reliance(0.4))
    #expect(settings.condition.expectedPrevalence == 0.02 && model.prevalenceWeight == 0.3)
    #expect(settings.condition.deadlineSeconds == 4)
    #expect(model.pace.hurryTimeConstantSeconds == 2)
    #expect(settings.condition.startHour == 6 && model.fatigue == changes.fatigue)
    #expect(model.scoreCorrelation == -0.1)
    #expect(outcome.assumptions.last?.contains("changed on request") == true)
    #expect(try scenario.changed(ScenarioChanges()).run(seed: 1) == scenario.run(seed: 1))
  }

  /// A circumstance alone must not be without effect.
  @Test func circumstancesBringTheirEffects() throws {
    let scenario = try #require(ReviewScenario.named("mturk"))
    let plain = try scenario.run(seed: 3).funnel
    for change in [
      { (changes: inout ScenarioChanges) in changes.display = .label },
      { $0.expectedPrevalence = 0.02 }, { $0.deadlineSeconds = 2 }, { $0.startHour = 7 },
      { $0.reviewer = "students" },
      { $0.others = [Workforce.Share(kind: .adversary, share: 0.5)] }, { $0.sensitivity = 3 },
      { $0.scoreCorrelation = 0.9 },
    ] as [(inout ScenarioChanges) -> Void] {
      var changes = ScenarioChanges()
      change(&changes)
      #expect(try scenario.changed(changes).run(seed: 3).funnel != plain, "\(changes)")
    }
  }

  @Test func whatCannotBeIsRefused() throws {
    let scenario = try #require(ReviewScenario.named("patchwork"))
    for change in [
      { (changes: inout ScenarioChanges) in changes.overlap = 0 }, { $0.overlap = 13 },
      { $0.sensitivity = -1 }, { $0.criterion = .nan },
      { $0.others = [Workforce.Share(kind: .hammer, share: 1.5)] }, { $0.lists = 0 },
      { $0.lists = .max }, { $0.reviewer = "nobody" },
      { $0.scoreCorrelation = 1.1 }, { $0.scoreCorrelation = .nan },
      { $0.expectedPrevalence = 0 }, { $0.expectedPrevalence = .nan }, { $0.deadlineSeconds = 0 },
      { $0.deadlineSeconds = .infinity }, { $0.startHour = -1 }, { $0.startHour = 8 },
    ] as [(inout ScenarioChanges) -> Void] {
      var changes = ScenarioChanges()
      change(&changes)
      #expect(throws: Failure.self, "\(changes)") { _ = try scenario.changed(changes) }
    }
  }

  @Test func alertsAreCountedBySearch() throws {
    func candidate(_ list: Int, _ mated: Bool, _ proposed: Bool) -> ReviewCandidate {
      ReviewCandidate(list: list, isMated: mated, score: 0, isProposed: proposed)
    }
    let rows: [(ReviewCandidate, PanelReview.Verdict)] = [
      // A right and a wrong one confirmed: right. Two wrong ones: confirmed once.
      (candidate(0, true, true), .same), (candidate(0, false, true), .same),
      (candidate(1, false, true), .same), (candidate(1, false, true), .same),
      // Refused, not proposed, undecided.
      (candidate(2, false, true), .different), (candidate(3, true, false), .same),
      (candidate(4, true, true), .undecided),
    ]
    let alerts = AlertFunnel(candidates: rows.map(\.0), verdicts: rows.map(\.1))
    #expect(alerts.stages.map(\.count) == [5, 4, 2, 1])
    #expect(AlertFunnel.london.stages.map(\.count) == [42, 26, 22, 8])
    let last = try #require(AlertFunnel.london.stages.last)
    let interval = try #require(last.interval)
    #expect(abs(interval.lower - 0.100) < 0.0005 && abs(interval.upper - 0.333) < 0.0005)
    #expect(AlertFunnel(candidates: [], verdicts: []).stages.last?.interval == nil)
  }

  /// Ten cents a pair of thirty seconds, half of them paid: 12 an hour where paid, 6 in all.
  @Test func unpaidHoursAreCountedByKind() throws {
    let outcome = try #require(ReviewScenario.named("once")).run(seed: 1)
    for account in outcome.ledger.accounts where account.approved > 0 {
      #expect(account.nominalWage == Money(units: 12, .eur))
    }
    let wages = outcome.wages
    #expect(abs(wages.unpaidHours / wages.hours - 0.5) < 5 * 0.5 / 3000.0.squareRoot())
    for name in ["mturk", "captcha", "annotation"] {
      let outcome = try #require(ReviewScenario.named(name)).run(seed: 1)
      let unpaid = outcome.unpaid
      let sum = unpaid.search + unpaid.qualification + unpaid.refused + unpaid.forNothing
      #expect(abs(sum - outcome.wages.unpaidHours) < 1e-6)
      #expect(unpaid.quantiles.count == 3)
    }
  }

  @Test func managementAndAdjudicationStandInTheBooks() throws {
    let outcome = try #require(ReviewScenario.named("managed-team")).run(seed: 1)
    #expect(outcome.adjudicated > 100 && outcome.funnel.falseMatchesUndecided.count == 0)
    let fifth = outcome.ledger.workerIncome.share(20, of: 100)
    #expect(outcome.ledger.overhead > fifth)
    #expect(outcome.settings.workforce.purposeHidden)
    let assistant = try #require(ReviewScenario.named("m-assistant")).run(seed: 1)
    let automatic = try #require(assistant.automatic)
    #expect(automatic.decided.count + assistant.ledger.decisions / 3 == assistant.funnel.candidates)
    #expect(automatic.wronglyAccepted.proportion.trials > 0)
  }

  @Test func sharesOfLargeAmountsAreExact() {
    // 40 an hour for 10¹³ milliseconds: the product has 69 bits.
    let wage = Money(units: 40, .usd)
    #expect(wage.share(9_000_000_000_000, of: 3_600_000) == Money(units: 100_000_000, .usd))
    #expect(Money(micros: -5, .usd).share(1, of: 2).micros == -3)
    #expect(Money(micros: 5, .usd).share(-1, of: 2).micros == -3)
  }
}
