import Statistics

// Deployments whose counts were published.
extension Lesson {
  static var london: Lesson {
    let (alerts, rejected, stopped, correct) = (42, 16, 22, 8)
    let accepted = alerts - rejected
    let unverified = rejected + (accepted - stopped)
    return Lesson(
      name: "london", title: "London: six observed trials of live face recognition",
      source:
        "Independent report of the University of Essex on the London trials, six deployments observed, June 2018 to February 2019",
      facts: [
        "The system raised \(alerts) alerts.",
        "Human reviewers rejected \(rejected) of them at once; nobody checked whether rightly.",
        "Of the other \(accepted), \(stopped) people were stopped and \(accepted - stopped) were not.",
        "Of those stopped, \(correct) turned out to be the person looked for.",
      ],
      question: Question(
        text: "Of 100 alerts, how many were shown to be correct?",
        answer: 100 * Double(correct) / Double(alerts), unit: "of 100 alerts"),
      steps: [
        Step("alerts shown to be correct", Proportion(events: correct, trials: alerts)),
        Step("correct among people stopped", Proportion(events: correct, trials: stopped)),
        Step(
          "wrongly stopped among people stopped",
          Proportion(events: stopped - correct, trials: stopped)),
        Step("alerts that reviewers rejected", Proportion(events: rejected, trials: alerts)),
        Step(
          "most that could be correct, had every unverified alert been right",
          Proportion(events: correct + unverified, trials: alerts)),
      ],
      unknown: [
        "Whether the \(unverified) alerts that led to no stop were right: the share of correct alerts lies anywhere from 8 to \(correct + unverified) of \(alerts), before any sampling error.",
        "How many people looked for walked past unseen: misses leave no trace in such counts.",
        "The false-positive rate per face: how many faces were searched is not among these counts.",
      ],
      conclusion:
        "Fewer than one alert in five was shown to be correct, and most people who were stopped were the wrong ones."
    )
  }

  static var cardiff: Lesson {
    let all = Proportion(events: 2_297, trials: 173 + 2_297)
    return Lesson(
      name: "cardiff", title: "Cardiff: the Champions League final of 2017",
      source: "South Wales Police, published counts of the Champions League final, Cardiff 2017",
      facts: ["173 alerts were counted as true, 2,297 as false."],
      question: Question(
        text: "Of 100 alerts, how many were false?", answer: 100 * 2_297.0 / 2_470,
        unit: "of 100 alerts"),
      steps: [
        Step("false alerts among all alerts", all),
        Step("false alerts for each true one", "2297 / 173", value: 2_297.0 / 173),
      ],
      unknown: [
        "How many faces were searched, and so how often a passer-by raises an alert.",
        "How many of those looked for were there and were missed.",
        "Who decided that an alert was true, and how: the counts are the operator's own.",
      ],
      conclusion: "Thirteen people were flagged wrongly for each one flagged rightly.")
  }

  static var met: Lesson {
    let falseAlerts = Proportion(events: 10, trials: 3_147_436)
    return Lesson(
      name: "met", title: "London: a year of live face recognition, 2024 to 2025",
      source: "Metropolitan Police, published counts of September 2024 to September 2025",
      facts: [
        "3,147,436 faces were searched; 2,077 alerts were raised.",
        "10 alerts were counted as false; 8 of those 10 concerned Black people.",
      ],
      question: Question(
        text: "Of a million faces that pass, how many raise a false alert?",
        answer: 1e6 * 10 / 3_147_436, unit: "of a million faces"),
      steps: [
        Step("false alerts among faces", falseAlerts),
        Step("false alerts among alerts", Proportion(events: 10, trials: 2_077)),
        Step("alerts among faces", Proportion(events: 2_077, trials: 3_147_436)),
        Step("Black people among those falsely flagged", Proportion(events: 8, trials: 10)),
      ],
      unknown: [
        "How many Black people passed: without that the 8 of 10 is no rate for a group, and ten cases carry a wide interval.",
        "How many of those looked for passed and were missed.",
        "Whether every false alert was found out and counted: the counts are the operator's own.",
      ],
      conclusion:
        "A rate of a few in a million is small for each passer-by; whom it falls on can't be settled by ten cases, nor ignored."
    )
  }

  static var aclu: Lesson {
    let found = Proportion(events: 28, trials: 535)
    let rate = found.rate ?? .nan
    let interval = found.wilson()
    let root = { Independence.falseMatchRate(identification: $0, people: 25_000) }
    return Lesson(
      name: "aclu", title: "Members of Congress against 25,000 arrest photographs",
      source: "American Civil Liberties Union, test of Amazon Rekognition, 2018",
      facts: [
        "535 members of the United States Congress were searched in a gallery of 25,000.",
        "At the default threshold, a shown confidence of 80 %, 28 of them matched somebody.",
      ],
      question: Question(
        text: "How often would one comparison of two strangers match, in a million?",
        answer: 1e6 * root(rate), unit: "of a million comparisons"),
      steps: [
        Step("members matched to a stranger (FPIR)", found),
        Step(
          "implied false match rate of one comparison, if comparisons were independent",
          "1 − (1 − 28/535)^(1/25000)", value: root(rate),
          interval: interval.map {
            Interval(
              lower: root($0.lower), upper: root($0.upper), level: $0.level, method: $0.method)
          }),
        Step(
          "searches that would match somebody in a gallery ten times as large, on the same assumption",
          "1 − (1 − FMR)^250000",
          value: Independence.identificationRate(falseMatch: root(rate), people: 250_000)),
      ],
      unknown: [
        "Which matches a stricter threshold would have left: the vendor recommends another one.",
        "Whether comparisons are independent: they are not, since some faces draw many matches.",
      ],
      conclusion:
        "A false match rate that sounds negligible, about two in a million, flags one person in twenty when each is compared with 25,000."
    )
  }
}
