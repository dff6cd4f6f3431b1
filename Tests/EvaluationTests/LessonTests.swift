import Essentials
import Statistics
import Testing

@testable import Evaluation

/// The published figures, to their printed digits.
@Suite struct LessonTests {
  static func value(_ lesson: String, _ step: Int) throws -> Lesson.Step {
    try #require(try Lesson.named(lesson).steps.dropFirst(step).first)
  }

  @Test(arguments: [
    ("london", 0, 0.190, 0.0005), ("london", 1, 0.364, 0.0005), ("cardiff", 0, 0.930, 0.0005),
    ("met", 0, 3.2e-6, 0.05e-6), ("npl", 0, 1.67e-8, 0.005e-8), ("npl", 1, 1.67e-8, 0.005e-8),
    ("aclu", 0, 0.052, 0.0005), ("aclu", 1, 2.2e-6, 0.06e-6), ("daugman", 0, 0.181, 0.0005),
    ("daugman", 1, 0.865, 0.0005), ("daugman", 2, 0.99995, 0.000_01),
    ("nist-demographics", 0, 50, 0), ("nist-demographics", 1, 6.4, 0),
    ("passport", 0, 2.64, 0.006), ("passport", 1, -0.24, 0.005),
  ])
  func published(lesson: String, step: Int, value: Double, tolerance: Double) throws {
    let derived = try Self.value(lesson, step).value
    #expect(abs(derived - value) <= tolerance, "\(derived)")
  }

  @Test func intervals() throws {
    let london = try #require(try Self.value("london", 0).interval)
    #expect(abs(london.lower - 0.100) < 0.0005 && abs(london.upper - 0.333) < 0.0005)
    let met = try #require(try Self.value("met", 0).interval)
    #expect(abs(met.lower - 1.7e-6) < 0.05e-6 && abs(met.upper - 5.8e-6) < 0.1e-6)
  }

  @Test(arguments: Lesson.names) func everyLessonIsWhole(name: String) throws {
    let lesson = try Lesson.named(name)
    #expect(lesson.name == name)
    #expect(!lesson.facts.isEmpty && !lesson.unknown.isEmpty && !lesson.steps.isEmpty)
    #expect(lesson.steps.allSatisfy { $0.value.isFinite })
    #expect(lesson.question.answer > 0)
    #expect(lesson.judge(lesson.question.answer).ratio == 1)
  }

  @Test func unknownLessonNamesThose() {
    let failure = #expect(throws: Failure.self) { try Lesson.named("nowhere") }
    #expect(failure?.remedy?.contains("cardiff") == true)
  }
}

@Suite struct OperationsTests {
  @Test func dayByHand() throws {
    let day = try Deployment(
      cameras: 10, facesPerCameraDay: 1_000, prevalence: 0.001,
      falsePositiveIdentificationRate: 0.01, truePositiveIdentificationRate: 0.8,
      reviewer: Deployment.Reviewer(hitRate: 0.9, falsePassRate: 0.25, secondsPerAlert: 36)
    ).day
    #expect(abs(day.falseAlerts - 99.9) < 1e-9)
    #expect(abs(day.trueAlerts - 8) < 1e-9)
    #expect(abs((day.positivePredictiveValue ?? 0) - 8 / 107.9) < 1e-12)
    #expect(abs((day.positivePredictiveValueAfterReview ?? 0) - 7.2 / (7.2 + 24.975)) < 1e-12)
    #expect(abs(day.wronglyPassedOn - 24.975) < 1e-9)
    #expect(abs(day.reviewHours - 1.079) < 1e-9)
  }

  @Test func impossibleInputsAreRefused() {
    #expect(throws: Failure.self) {
      try Deployment(
        cameras: 1, facesPerCameraDay: 1, prevalence: 1.5, falsePositiveIdentificationRate: 0,
        truePositiveIdentificationRate: 0)
    }
    #expect(throws: Failure.self) {
      try Deployment(
        cameras: 1, facesPerCameraDay: .nan, prevalence: 0.5, falsePositiveIdentificationRate: 0,
        truePositiveIdentificationRate: 0)
    }
    #expect(throws: Failure.self) {
      try FieldReport(alerts: 5, verifiedTrue: 3, verifiedFalse: 3)
    }
    #expect(throws: Failure.self) {
      try FieldReport(faces: 4, alerts: 5, verifiedTrue: 3, verifiedFalse: 2)
    }
  }

  /// What was never verified bounds the rate on both sides; no alert, no rate.
  @Test func boundsHold() throws {
    let report = try FieldReport(
      faces: 10_000, alerts: 42, verifiedTrue: 8, verifiedFalse: 14, galleryPeople: 1_000)
    #expect(report.unverified == 20)
    #expect(report.precision.least?.rate == 8.0 / 42)
    #expect(report.precision.verified?.rate == 8.0 / 22)
    #expect(report.precision.most?.rate == 28.0 / 42)
    let implied = try #require(report.impliedFalseMatchRate)
    let forward = Independence.identificationRate(falseMatch: implied.upper, people: 1_000)
    #expect(abs(forward - (report.falseAlertsPerFace?.verified?.interval.upper ?? 0)) < 1e-12)
    let none = try FieldReport(alerts: 0, verifiedTrue: 0, verifiedFalse: 0)
    #expect(none.precision.verified == nil)
  }
}
