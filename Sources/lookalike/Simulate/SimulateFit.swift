import ArgumentParser
import Essentials
import Matching
import Simulation

/// `lookalike simulate fit`.
struct SimulateFit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit",
    abstract: "Fit a population model to the templates of a gallery.",
    discussion: """
      The model holds means, covariances and shares of groups of 50 people or more, and no template. \
      --condition fits what a condition does, from a gallery of the same people under it; where both \
      galleries have an attribute `shot`, a degraded template is never compared with the clean one of \
      its own shot. With --hold-out every other person is kept for the check, so \
      that the figures shown are of people whom the fit has not seen.

      Examples:
        lookalike simulate fit G --hold-out --to mine.json --seed 1
        lookalike simulate fit G --condition dark=G-dark --condition far=G-far --to mine.json
      """)

  @Argument(help: "The gallery; its templates must carry subjects.")
  var gallery: String
  @Option(
    help: ArgumentHelp(
      "A gallery of the same people under a condition; may be given again.",
      valueName: "name=gallery"))
  var condition: [String] = []
  @Flag(help: "Keep every other person for the check.")
  var holdOut = false
  @Option(
    name: .customLong("to"), help: ArgumentHelp("The model to write.", valueName: "file.json"))
  var path: String
  @OptionGroup var random: SeedOptions
  @OptionGroup var replace: ForceOptions
  @OptionGroup var work: WorkOptions
  @OptionGroup var output: FormatOptions

  func run() throws {
    let opened = try Gallery(path: gallery)
    let conditions = try condition.map { text in
      let parts = text.split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else {
        throw ValidationError("--condition takes name=gallery, such as --condition dark=G-dark")
      }
      return (name: String(parts[0]), gallery: try Gallery(path: String(parts[1])))
    }
    let file = try OutputFile(path: path, replacing: replace.force)
    let fit = try PopulationFit.fit(
      opened, conditions: conditions, name: path, holdingOut: holdOut, seed: random.resolve(),
      threads: work.threads,
      progress: work.progress())
    try file.write(try fit.model.json())
    try file.commit()
    switch output.format {
    case .json: try StandardOutput.json(fit.checks)
    case .text:
      var table = TextTable([.text("figure"), .number("measured"), .number("simulated")])
      for check in fit.checks {
        table.append([
          check.name, Numerals.significant(check.measured), Numerals.significant(check.simulated),
        ])
      }
      let people = Numerals.grouped(fit.model.people)
      try StandardOutput.print(
        """
        What this can't tell
        \(fit.limits.map { "- \($0)." }.joined(separator: "\n"))

        Fitted on \(people) people, \(fit.model.components.count) groups, in \(path).
        \(table)
        """)
    }
  }
}
