import ArgumentParser

/// `lookalike review`: the people behind the matches.
struct ReviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Simulate reviewers, aggregate their answers, count what it corrects and costs.",
    subcommands: [
      ReviewSimulate.self, ReviewWorkflow.self, ReviewMachine.self, ReviewGold.self,
      ReviewAggregate.self, ReviewCombine.self, ReviewRank.self, ReviewAgreement.self,
      ReviewPresets.self, ReviewImport.self, ReviewExport.self,
    ])
}
