import Essentials
import Reports
import Review
import Testing

@testable import Lessons

/// What holds for all lessons, and their settings and predictions.
@Suite struct GuidedLessonTests {
  static let lessons = Result { try GuidedLesson.all() }

  @Test func thereAreFourAndNoTwoShareAName() throws {
    let names = try Self.lessons.get().map(\.name)
    #expect(names == ["percent", "cameras", "alerts", "pay"])
  }

  @Test func everyLessonHasLimitsStepsSourcesAndWhatIsNotKnown() throws {
    for lesson in try Self.lessons.get() {
      #expect(!lesson.limits.isEmpty && !lesson.sources.isEmpty && !lesson.unknown.isEmpty)
      #expect((3...8).contains(lesson.steps.count))
      for step in lesson.steps {
        #expect(Set(step.controls.map(\.name)).count == step.controls.count)
      }
    }
  }

  /// Each control at each of its values, the others as at first: every page that one step of a
  /// slider can reach answers.
  @Test func everySettingAnswers() throws {
    for lesson in try Self.lessons.get() {
      for step in lesson.steps {
        var places = [step.controls.map(\.initial)]
        for (index, control) in step.controls.enumerated() {
          for place in control.values.indices {
            var other = step.controls.map(\.initial)
            other[index] = place
            places.append(other)
          }
        }
        for place in places {
          let given = Dictionary(
            uniqueKeysWithValues: zip(step.controls.map(\.name), place.map(String.init)))
          let result = try step.result(try Settings(step.controls) { given[$0] })
          #expect(
            !result.sentence.isEmpty && !result.blocks.isEmpty, "\(lesson.name): \(step.title)")
          let text = Fragment(result.blocks).html
          #expect(!text.contains(#/\b(nan|NaN|inf|infinite)\b/#), "\(lesson.name) \(given)")
        }
      }
    }
  }

  /// The answer to a question is what the page then shows as large.
  @Test func predictionsAreAnsweredByTheStep() throws {
    for lesson in try Self.lessons.get() {
      for step in lesson.steps {
        switch step.prediction?.form {
        case .number(_, let highest, let answer)?:
          #expect(answer.isFinite && answer > 0 && answer <= highest, "\(lesson.name)")
          #expect(step.prediction?.judge(answer).contains("Close") == true)
        case .choice(let choices, let answer)?:
          #expect(choices.indices.contains(answer))
          #expect(step.prediction?.judge(Double(answer)).hasPrefix("That is it") == true)
        case nil: break
        }
      }
    }
  }

  @Test func settingsTakeListedPlacesOnly() throws {
    let control = Control.slider(
      "people", "People", Control.Value.counts([1, 10], "people"), initial: 1)
    #expect(try Settings([control]) { _ in nil }.number("people") == 10)
    #expect(try Settings([control]) { _ in "0" }.number("people") == 1)
    for bad in ["2", "-1", "x", "", "1e0", "9999999999999999999999"] {
      #expect(throws: Failure.self) { try Settings([control]) { _ in bad } }
    }
  }

  @Test func guessesAreReadOrRefused() throws {
    let number = Prediction.number("?", unit: "people", highest: 100, answer: 40)
    #expect(try number.guess(" 12.5 % ") == 12.5)
    #expect(try number.guess("0") == 0)
    for bad in ["", "many", "101", "-1", "nan", "inf"] {
      #expect(throws: Failure.self) { try number.guess(bad) }
    }
    let choice = Prediction.choice("?", ["a", "b"], answer: 1)
    #expect(try choice.guess("1") == 1)
    for bad in ["2", "-1", "b", ""] { #expect(throws: Failure.self) { try choice.guess(bad) } }
  }
}
