import ArgumentParser
import Review

/// Every switch of reviewers and circumstances, over a scenario's own.
struct ReviewerOptions: ParsableArguments {
  @Option(help: "How many people decide on each candidate.")
  var reviewers: Int?
  @Option(help: "How many searches there are.")
  var lists: Int?
  @Option(help: "Give the workers the eyes of this preset; see lookalike review presets.")
  var reviewer: String?
  @Option(help: "The workers' sensitivity d' (0 is guessing), in place of the preset's.")
  var sensitivity: Double?
  @Option(help: "The workers' criterion (above 0: reluctant to say \"same\").")
  var criterion: Double?
  @Option(
    help: """
      Workers who are not honest, as KIND=SHARE: hammer (always right), spammer (guesses), same or \
      different (says nothing else), adversary, copier; may be repeated.
      """, transform: Workforce.Share.init(argument:))
  var mix: [Workforce.Share] = []
  @Option(help: "What reviewers are shown beside the pictures.")
  var show: ReviewCondition.Display?
  @Option(
    help: "What a shown label or score does: shift=STEPS, attention=LOSS or reliance=SHARE.",
    transform: ScoreInfluence.init(argument:))
  var influence: ScoreInfluence?
  @Option(help: "The share of mated pairs that people have come to expect, such as 0.02.")
  var prevalence: Double?
  @Option(help: "The weight of the prevalence effect (kappa).")
  var prevalenceWeight: Double?
  @Option(help: "The longest that a decision may take, in seconds.")
  var deadline: Double?
  @Option(help: "The seconds in which hurry stops hurting (time constant).")
  var hurry: Double?
  @Option(help: "The hour of the shift at which the work begins, from 0.")
  var startHour: Double?
  @Option(
    help:
      "How people tire: DRIFT,HOURS (criterion an hour; hours in which sensitivity falls to 1/e).",
    transform: Fatigue.init(argument:))
  var fatigue: Fatigue?
  @Option(help: "The correlation of people's evidence with the score, -1 to 1.")
  var correlation: Double?

  /// What is asked to be otherwise.
  var changes: ScenarioChanges {
    var changes = ScenarioChanges()
    changes.overlap = reviewers
    changes.lists = lists
    changes.reviewer = reviewer
    changes.sensitivity = sensitivity
    changes.criterion = criterion
    changes.others = mix.isEmpty ? nil : mix
    changes.display = show
    changes.influence = influence
    changes.expectedPrevalence = prevalence
    changes.prevalenceWeight = prevalenceWeight
    changes.deadlineSeconds = deadline
    changes.hurryTimeConstantSeconds = hurry
    changes.startHour = startHour
    changes.fatigue = fatigue
    changes.scoreCorrelation = correlation
    return changes
  }

  func validate() throws {
    if let hurry, !(hurry > 0 && hurry.isFinite) {
      throw ValidationError("--hurry takes seconds above 0")
    }
    if let prevalenceWeight, !prevalenceWeight.isFinite {
      throw ValidationError("--prevalence-weight takes a finite number")
    }
  }
}

extension ScoreInfluence {
  /// "shift=0.5", "attention=0.25" or "reliance=0.3".
  init(argument: String) throws {
    guard let (name, value) = nameAndNumber(argument) else {
      throw ValidationError("write shift=0.5, attention=0.25 or reliance=0.3")
    }
    switch name {
    case "shift": self = .criterionShift(value)
    case "attention" where (0...1).contains(value): self = .attentionLoss(value)
    case "reliance" where (0...1).contains(value): self = .reliance(value)
    default:
      throw ValidationError("write shift=0.5, attention=0.25 or reliance=0.3 (shares from 0 to 1)")
    }
  }
}

extension Workforce.Share {
  /// "spammer=0.1".
  init(argument: String) throws {
    let kinds: [Substring: ReviewerKind] = [
      "hammer": .hammer, "spammer": .randomSpammer(sameShare: 0.5),
      "same": .constant(saysSame: true), "different": .constant(saysSame: false),
      "adversary": .adversary, "copier": .copier(of: 0, share: 1),
    ]
    guard let (name, share) = nameAndNumber(argument), let kind = kinds[name],
      (0...1).contains(share)
    else {
      throw ValidationError(
        "write KIND=SHARE with a share from 0 to 1 and one of \(kinds.keys.sorted().joined(separator: ", "))"
      )
    }
    self.init(kind: kind, share: share)
  }
}

extension Fatigue {
  /// "0.05,30": drift of the criterion an hour, and the hours in which sensitivity falls to 1/e.
  init(argument: String) throws {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map {
      Double($0)
    }
    guard parts.count == 2, let drift = parts[0], let hours = parts[1], drift.isFinite,
      hours > 0, hours.isFinite
    else { throw ValidationError("write DRIFT,HOURS with hours above 0, such as 0.05,30") }
    self.init(criterionDriftPerHour: drift, sensitivityDecayHours: hours)
  }
}
