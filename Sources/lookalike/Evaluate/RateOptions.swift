public import ArgumentParser
import Essentials
public import Evaluation
import Statistics

extension AcceptRule: ExpressibleByArgument {}
extension Convention: ExpressibleByArgument {}
extension ScoreUnit: ExpressibleByArgument {}

/// Which rates, by which definitions, with which intervals.
struct RateOptions: ParsableArguments {
  @Option(help: "Whether a score equal to the threshold is accepted (ge) or not (gt).")
  var accept: AcceptRule = .atOrAbove
  @Option(help: "Whose equal error rate comes first.")
  var convention: Convention = .rocch
  @Option(help: "What a score's number means; Cllr needs likelihood ratios.")
  var scoreUnit: ScoreUnit = .raw
  @Option(
    name: .customLong("fmr"), parsing: .upToNextOption,
    help: "False match rates for which thresholds are wanted.")
  var targets: [Double] = [0.1, 0.01, 0.001, 0.0001, 0.000_01, 0.000_001]
  @Option(help: "The confidence level of intervals.")
  var level = 0.95
  @Option(help: "Identity-bootstrap replicates, in place of clustered variance.")
  var bootstrap: Int?
  @Option(help: "Failed enrolments of those attempted, as FAILED/ATTEMPTED.")
  var failedEnrolments: FailureCount?
  @Option(help: "Failed acquisitions of those attempted, as FAILED/ATTEMPTED.")
  var failedAcquisitions: FailureCount?

  func validate() throws {
    if let wrong = targets.first(where: { !($0 > 0 && $0 <= 1) }) {
      throw ValidationError("--fmr takes rates above 0 and up to 1, not \(wrong)")
    }
    if !(level > 0 && level < 1) {
      throw ValidationError("--level takes a number between 0 and 1, such as 0.95")
    }
    if let bootstrap, !(10...1_000_000).contains(bootstrap) {
      throw ValidationError("--bootstrap takes a number of replicates from 10 to 1000000")
    }
  }

  func options(threads: Int) throws -> OneToOneEvaluation.Options {
    var options = OneToOneEvaluation.Options()
    options.accept = accept
    options.convention = convention
    options.unit = scoreUnit
    options.targets = targets
    options.level = level
    options.threads = threads
    options.failures = AttemptFailures(
      enrolment: failedEnrolments?.proportion, acquisition: failedAcquisitions?.proportion)
    return options
  }
}

/// "12/4000": failures of attempts.
struct FailureCount: ExpressibleByArgument {
  let proportion: Proportion

  init?(argument: String) {
    let parts = argument.split(separator: "/").map { Int($0) }
    guard parts.count == 2, let failed = parts[0], let attempted = parts[1], failed >= 0,
      attempted >= failed, attempted > 0
    else { return nil }
    proportion = Proportion(events: failed, trials: attempted)
  }
}
