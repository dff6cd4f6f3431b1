import ArgumentParser
import Essentials
import Review

/// `lookalike review machine`.
struct ReviewMachine: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "machine",
    abstract: "The algorithm as a voice: when listening to it makes people worse than it alone.",
    discussion: """
      Simulates algorithms from poor to very good beside people who see nothing, people who see its \
      label, and a combination of score and blind votes that knows how the two are correlated.

      Examples:
        lookalike review machine --reviewer gfmt-short --seed 1
        lookalike review machine --influence reliance=0.5 --reviewers 3 --correlation 0.3 --seed 1
      """)

  @Option(help: "The people; see lookalike review presets.")
  var reviewer = "gfmt-short"
  @Option(help: "How many of them decide on each pair.")
  var reviewers = 1
  @Option(
    help: "What the label does to them: shift=STEPS, attention=LOSS or reliance=SHARE.",
    transform: ScoreInfluence.init(argument:))
  var influence: ScoreInfluence = .criterionShift(0.5)
  @Option(help: "The correlation of people's evidence with the score, -1 to 1.")
  var correlation = 0.3
  @Option(help: "The share of mated pairs.")
  var prevalence = 0.5
  @Option(help: "The algorithm's share of right decisions at equal priors; may be repeated.")
  var accuracy: [Double] = []
  @Option(help: "How many pairs each algorithm is tried on.")
  var pairs = 50_000
  @OptionGroup var output: FormatOptions
  @OptionGroup var random: SeedOptions
  @OptionGroup var work: WorkOptions

  func run() throws {
    guard let preset = ReviewerPreset.named(reviewer) else {
      throw ValidationError(
        "there is no reviewer \"\(reviewer)\"; there are "
          + ReviewerPreset.all.map(\.name).joined(separator: ", "))
    }
    var model = preset.model
    model.influence = influence
    model.scoreCorrelation = correlation
    let seed = random.resolve()
    let sweep =
      accuracy.isEmpty
      ? try MachineSweep(
        reviewer: model, reviewers: reviewers, prevalence: prevalence, pairs: pairs, seed: seed,
        threads: work.threads)
      : try MachineSweep(
        reviewer: model, reviewers: reviewers, prevalence: prevalence, accuracies: accuracy,
        pairs: pairs, seed: seed, threads: work.threads)
    switch output.format {
    case .json: try StandardOutput.json(sweep)
    case .text: try StandardOutput.print(sweep.summary)
    }
  }
}
