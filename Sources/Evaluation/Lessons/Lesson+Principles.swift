import Essentials
import Statistics

// Published figures about how rates behave.
extension Lesson {
  static var npl: Lesson {
    let large = Independence.falseMatchRate(identification: 1.0 / 6_000, people: 10_000)
    let small = Independence.falseMatchRate(identification: 1.0 / 60_000, people: 1_000)
    return Lesson(
      name: "npl", title: "One threshold, two watch lists",
      source: "National Physical Laboratory, test of NeoFace V4 in police use, 2023",
      facts: [
        "At threshold 0.60, one search in 6,000 was a false alert with 10,000 people on the list.",
        "At the same threshold it was one in 60,000 with 1,000 people on the list.",
      ],
      question: Question(
        text: "One search in how many would be a false alert with 100,000 people on the list?",
        answer: 1 / Independence.identificationRate(falseMatch: large, people: 100_000),
        unit: "searches for one false alert"),
      steps: [
        Step(
          "implied false match rate at 10,000", "1 − (1 − 1/6000)^(1/10000)", value: large),
        Step(
          "implied false match rate at 1,000", "1 − (1 − 1/60000)^(1/1000)", value: small),
        Step("the first over the second", "both imply the same rate", value: large / small),
        Step(
          "false alerts among searches of 100,000, on the same assumption", "1 − (1 − FMR)^100000",
          value: Independence.identificationRate(falseMatch: large, people: 100_000)),
      ],
      unknown: [
        "Whether the smaller figure was measured or scaled down from the larger: the two agree to the digit with linear scaling, which real galleries do not follow exactly.",
        "The interval of either: the numbers of searches behind them are not among these figures.",
      ],
      conclusion:
        "An error rate of identification means nothing without the size of the list it was measured on."
    )
  }

  static var daugman: Lesson {
    let sizes = [200, 2_000, 10_000]
    return Lesson(
      name: "daugman", title: "One in a thousand, searched against thousands",
      source: "John Daugman's published figures on how false matches grow with a database",
      facts: ["A matcher that mistakes one stranger in 1,000 is used to search whole databases."],
      question: Question(
        text: "In a database of 2,000, how many of 100 searches match a stranger?",
        answer: 100 * Independence.identificationRate(falseMatch: 0.001, people: 2_000),
        unit: "of 100 searches"),
      steps: sizes.map { people in
        Step(
          "searches that match a stranger among \(Numerals.grouped(people))",
          "1 − (1 − 0.001)^\(people)",
          value: Independence.identificationRate(falseMatch: 0.001, people: people))
      },
      unknown: [
        "What a real matcher does: the formula takes comparisons for independent. On real templates some probes draw many false matches and others none, and the measured rate is lower."
      ],
      conclusion:
        "Good enough for one comparison is not good enough for a search: it is the gallery that makes the error."
    )
  }

  static var demographics: Lesson {
    let (falseMatch, falseNonMatch) = (50.0, 6.4)
    let base = 1e-6
    let people = 10_000
    let low = Independence.identificationRate(falseMatch: base, people: people)
    let high = Independence.identificationRate(falseMatch: falseMatch * base, people: people)
    return Lesson(
      name: "nist-demographics", title: "The same threshold for everybody",
      source: "NIST Interagency Report 8280, annex 15: 126 algorithms, groups by sex and race",
      facts: [
        "For the median algorithm the false match rate of the worst group is 50 times that of the best.",
        "For the false non-match rate the factor is 6.4.",
      ],
      question: Question(
        text:
          "If 1 in 100 searches for people of the best group ends in a false alert, how many do for people of the worst?",
        answer: 100 * high, unit: "of 100 searches"),
      steps: [
        Step("worst over best false match rate", "published median", value: falseMatch),
        Step("worst over best false non-match rate", "published median", value: falseNonMatch),
        Step(
          "false alerts among searches, best group, at a false match rate of 1e-6 and 10,000 enrolled",
          "1 − (1 − 1e-6)^10000", value: low),
        Step(
          "the same for the worst group", "1 − (1 − 50e-6)^10000", value: high),
      ],
      unknown: [
        "How any one product behaves: a median over 126 algorithms says nothing of the one in use.",
        "How the groups compare in an identification of real crowds: the factors are of one-to-one comparisons, and the last two steps take comparisons for independent.",
      ],
      conclusion:
        "One threshold for all is not one error rate for all: false matches differ more between groups than misses do."
    )
  }

  static var passport: Lesson {
    let (falseAccept, falseReject) = (0.14, 0.06)
    let hit = Normal.quantile(1 - falseReject)
    let falseAlarm = Normal.quantile(falseAccept)
    return Lesson(
      name: "passport", title: "Passport officers matching faces",
      source: "White, Kemp, Jenkins, Matheson and Burton, 2014: passport officers' errors",
      facts: [
        "Trained officers accepted 14 % of photographs that showed somebody else.",
        "They rejected 6 % of photographs of the right person.",
      ],
      question: Question(
        text: "Of 100 frauds, how many did trained officers let pass?", answer: 100 * falseAccept,
        unit: "of 100 frauds"),
      steps: [
        Step(
          "sensitivity d', how well they tell one person from two", "z(0.94) − z(0.14)",
          value: hit - falseAlarm),
        Step(
          "bias c, below 0: inclined to say \"same\"", "−(z(0.94) + z(0.14)) / 2",
          value: -(hit + falseAlarm) / 2),
        Step(
          "share of frauds among those accepted, where 1 in 100 applicants is a fraud",
          "0.01·0.14 / (0.01·0.14 + 0.99·0.94)",
          value: 0.01 * falseAccept / (0.01 * falseAccept + 0.99 * (1 - falseReject))),
      ],
      unknown: [
        "The intervals: the numbers of officers and trials are not among these figures.",
        "How the same people judge the best candidates of a search, who are alike *because* a machine picked them: such pairs are harder than random ones.",
      ],
      conclusion:
        "A human look is a second error-prone instrument, not the truth by which the first is judged."
    )
  }

  static func moscow() throws -> Lesson {
    let calibration = try Calibration.named("lfw")
    let score = calibration.score(shownAs: 67)
    let crossing = calibration.people(whereMedianBestStrangerReaches: score)
    let cameras = 175_000.0
    func share(_ people: Int) -> Double {
      calibration.bestStranger(score, people: people)?.share ?? .nan
    }
    func interval(_ people: Int) -> Interval? {
      calibration.bestStranger(score, people: people)?.interval
    }
    return Lesson(
      name: "moscow", title: "A look-up for sale, and a similarity of 67 %",
      source:
        "News report on a person who bought a face look-up of themselves from Moscow's camera network; rates from the embedded calibration \"lfw\", which is of another encoder and of press photographs",
      facts: [
        "The city has 175,000 cameras; \"hundreds\" were said to be connected.",
        "A look-up with addresses and times cost about 470 US dollars.",
        "The pictures came with \"a similarity of 67 %\"; none of them was the person.",
      ],
      question: Question(
        text:
          "A one-to-one calibration shows 67 % for a pair. In a gallery of how many people does the best stranger reach that in half of all searches?",
        answer: Double(crossing ?? 0), unit: "people"),
      steps: [
        Step(
          "distance that the equal-prior mapping shows as 67 %", "100 / (1 + e^−(a + b·d)) = 67",
          value: score),
        Step(
          "two strangers at least as similar (FMR)", "measured",
          value: calibration.falseMatchRate(at: score).value,
          interval: calibration.falseMatchRate(at: score).interval),
        Step(
          "people enrolled at which the median best stranger is shown as 67 %",
          "measured, between sizes", value: Double(crossing ?? 0)),
        Step(
          "searches of 1,000 people whose best stranger is shown as 67 % or more", "measured",
          value: share(1_000), interval: interval(1_000)),
        Step(
          "the same for 30,000 people", "extrapolated", value: share(30_000),
          interval: interval(30_000)),
        Step(
          "largest share of the cameras, had 999 been connected", "999 / 175000",
          value: 999 / cameras),
      ],
      unknown: [
        "What the 67 % is: a mapping of a score that nobody published.",
        "How many faces were searched, of how many people, over how many days.",
        "Whether the person was ever seen by a connected camera: none of the pictures says so.",
      ],
      conclusion:
        "In a search of a city, 67 % is what the best stranger scores: it is what one must expect when the person is not there at all."
    )
  }
}
