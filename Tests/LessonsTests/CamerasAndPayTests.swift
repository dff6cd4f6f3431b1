import Biometrics
import Essentials
import Evaluation
import Review
import Testing

@testable import Lessons

/// "More cameras", "Forty-two alerts" and "Who pays" against closed forms and simulation.
@Suite struct CamerasAndPayTests {
  @Test func filmedIsOneMinusThePowerOfMissed() {
    var network = CameraNetwork(cityCameras: 10, connected: 1, peopleEach: 5, passes: 2)
    #expect(abs(network.filmed - 0.19) < 1e-12)  // 1 − 0.9²
    #expect(network.people == 5)
    network.connected = 10
    #expect(network.filmed == 1)
    network.passes = 0
    #expect(network.filmed == 0)
    network = CameraNetwork(cityCameras: 175_000, connected: 300, peopleEach: 10, passes: 100)
    #expect(abs(network.filmed - 0.15770) < 1e-4)  // 1 − (1 − 300/175000)^100
  }

  /// The integral against drawing mates and best strangers from the same tables.
  @Test(arguments: [100, 1_000]) func firstRankIsWhatDrawingGives(people: Int) throws {
    for name in ["lfw", "lfw-far"] {
      let calibration = try Calibration.named(name)
      var random = RandomStream(seed: 5, purpose: "first-rank")
      let draws = 20_000
      var first = 0
      for _ in 0..<draws {
        let share = random.uniform()
        let points = calibration.mated.points
        let score =
          calibration.mated.score(atShare: share)
          ?? (share < points[0].share ? points[0].score : points[points.count - 1].score)
        let best = try #require(calibration.bestStranger(score, people: people))
        // The best stranger is at least as similar with that chance.
        if random.uniform() >= best.share { first += 1 }
      }
      let rank = try #require(calibration.firstRank(people: people))
      let error = (rank * (1 - rank) / Double(draws)).squareRoot()
      #expect(abs(rank - Double(first) / Double(draws)) < 4.5 * error)
    }
  }

  @Test func firstRankFallsWithPeopleAndEnds() throws {
    let calibration = try Calibration.named("lfw-camera")
    let ranks = [1, 10, 100, 1_000, 10_000].compactMap { calibration.firstRank(people: $0) }
    #expect(ranks.count == 5 && ranks == ranks.sorted(by: >))
    #expect(calibration.firstRank(people: calibration.largestGallery + 1) == nil)
  }

  @Test func chancesFallIntoTheNearestBracket() {
    #expect([0.001, 0.02, 0.1, 0.4, 0.9].map(CamerasLesson.bracket) == [0, 0, 1, 2, 3])
  }

  @Test func falseAlertsAreFacesTimesTheRate() throws {
    let lesson = CamerasLesson(library: try ScoreSetting.library())
    let day = try #require(lesson.day(Settings([]), reviewer: nil))
    let setting = ScoreSetting(lesson.library[1], mapping: 0, percent: 95)
    let best = try #require(setting.bestStranger(1_000))
    #expect(abs(day.falseAlerts - 300 * 1_000 * 0.9999 * best.share) < 1e-6 * day.falseAlerts)
    let reviewed = try #require(
      lesson.day(Settings([]), reviewer: ReviewerPreset.named("mturk")))
    let pass = SignalDetection(sensitivity: 1.29).falsePassRate
    #expect(abs(reviewed.wronglyPassedOn - day.falseAlerts * pass) < 1e-6 * day.falseAlerts)
  }

  @Test func anHourIsPayOverAllTime() {
    // The case of the lesson: 2,520 tasks of 30 s in 21 hours, 126 refused, 18 hours of search:
    // 239.40 USD in 39 hours is 6.138…; over accepted tasks 12 USD an hour.
    let hour = PaidHour(
      reward: Money(cents: 10, .usd), secondsPerTask: 30, refusedPercent: 5, searchHours: 18)
    #expect(hour.account.approved == 2_394 && hour.account.rejected == 126)
    #expect(hour.effective == Money(cents: 614, .usd))
    #expect(hour.nominal == Money(cents: 1_200, .usd))
    // Half refused: half the pay for the same time (the matchmakers of the brief).
    let half = PaidHour(
      reward: Money(cents: 10, .usd), secondsPerTask: 30, refusedPercent: 50, searchHours: 0)
    #expect(half.effective == Money(cents: 600, .usd))
    #expect(ReviewScenario.searching == "2.69 USD")
  }
}
