import Review

extension AggregationMethod {
  /// What the method does, for who has not met its name.
  var words: String {
    switch self {
    case .majority: "each answer is one vote"
    case .wawa: "votes count by how often their reviewer agrees with the majority"
    case .zeroBasedSkill:
      "votes count by a skill that moves, step by step, towards agreement with the others"
    case .goldMajority: "votes count by how often their reviewer is right on known pairs"
    case .dawidSkene:
      "estimates for each reviewer how often which answer is wrong (Dawid and Skene)"
    case .oneCoin: "estimates for each reviewer how often answers are right"
    case .glad: "estimates how able reviewers and how hard pairs are"
    case .mace: "estimates who knows and who guesses"
    case .kos: "weighs reviewers by passing messages between answers (Karger, Oh and Shah)"
    }
  }
}
