public import Essentials
public import Evaluation
import Statistics

/// "The accuracy is low because too few cameras are connected": the claim, tried out.
public enum MoreCameras {
  /// The name by which the command line knows it.
  public static let name = "more-cameras"
  /// The numbers of cameras that are tried.
  static let cameras = [1, 10, 100, 1000, 10_000]

  /// Runs the look-up service with more and more cameras connected and tells what changes.
  ///
  /// The seed is fixed: a lesson is the same for everyone.
  ///
  /// - Throws: ``Failure``.
  public static func lesson(
    threads: Int = Parallel.defaultThreads, progress: any ProgressObserver = NoProgress()
  ) throws -> Lesson {
    let results = try cameras.map { count -> LookUpResult in
      var scenario = try Scenario.named("moscow")
      scenario.cameras = count
      scenario.people = 1_000_000
      scenario.absentProbes = 20
      scenario.presentProbes = 20
      scenario.reviewers = 0
      scenario.candidates = 1
      return try LookUpResult.run(scenario, seed: 1, threads: threads, progress: progress)
    }
    let counts = results.map { result -> Double in
      let probes = result.absent?.probes ?? []
      let sum = probes.reduce(0) { $0 + ($1.strangersAtPercentage["logistic"] ?? 0) }
      return Double(sum) / Double(max(1, probes.count))
    }
    var steps: [Lesson.Step] = []
    for (index, result) in results.enumerated() {
      guard let absent = result.absent, let present = result.present else { continue }
      let count = cameras[index]
      let title = count == 1 ? "1 camera" : "\(Numerals.grouped(count)) cameras"
      steps += [
        Lesson.Step(
          "\(title): the best stranger's distance, in the middle of those never captured",
          "\(Numerals.grouped(result.stored)) captures searched",
          value: absent.medianBestStranger ?? .nan),
        Lesson.Step(
          "\(title): what is shown for that stranger, in percent",
          "logistic at equal priors",
          value: absent.medianBestPercentage["logistic"] ?? .nan),
        Lesson.Step("\(title): captured, and yet not found first", present.wrongAtFirst),
        Lesson.Step(
          "\(title): strangers' captures shown at 67 % or above, a look-up",
          "mean over those never captured", value: counts[index]),
      ]
    }
    return Lesson(
      name: name, title: "Would more cameras make it more accurate?",
      source:
        "The excuse in the news report on a look-up service, tried on simulated people (population dlib-lfw, a million people, 200 faces a camera, seed 1)",
      facts: [
        "The service said that results were poor since only \"hundreds\" of 175,000 cameras were connected.",
        "Here 1, 10, 100, 1,000 and 10,000 cameras are connected, and 20 people who were never captured are looked for, beside 20 who were.",
      ],
      question: Lesson.Question(
        text:
          "With ten cameras, a look-up for somebody who was never captured finds \(Numerals.significant(counts[1], 2)) pictures of strangers \"at 67 % or above\". How many with ten thousand cameras?",
        answer: counts[4], unit: "pictures of strangers"),
      steps: steps,
      unknown: [
        "How the real service encodes faces, and what its percentage is.",
        "Who passes which camera: here everyone passes everywhere alike.",
        "How alike the nearest of a million are: the model was checked up to 2,300 people.",
      ],
      conclusion:
        "More cameras bring more strangers: the best of them looks more like you, not less, and the percentage rises while it means less. More cameras help only those who would otherwise never have been captured."
    )
  }
}
