import Essentials
public import Foundation
import Statistics

extension ScenarioOutcome {
  /// The outcome in the JSON that `lookalike review simulate --format json` writes.
  ///
  /// What was written by us is taken; what could not have been is refused, so that a made-up file can
  /// do no more than show wrong numbers.
  ///
  /// - Throws: ``Failure`` (`malformedInput`).
  public static func read(_ data: Data, file: String) throws -> ScenarioOutcome {
    guard let outcome = try? JSONDecoder().decode(ScenarioOutcome.self, from: data),
      outcome.isSound
    else {
      throw Failure(
        .malformedInput, "is not what lookalike review simulate --format json writes", file: file,
        remedy: "Write it anew")
    }
    return outcome
  }

  /// Whether all amounts are of one currency and within reach, tables whole, shares within 0…1.
  private var isSound: Bool {
    let accounts = ledger.accounts
    let costs = [costPerDecision, costPerCorrectedFalseMatch, costPerCreatedFalseMatch]
    let curve = costCurve.flatMap { [$0.cost, $0.costPerCorrectedFalseMatch] }
    let wage = wages.quantiles.map(\.wage) + [wages.median, wages.mean].compactMap { $0 }
    let money =
      [requesterCost, ledger.fees, ledger.overhead] + (costs + curve).compactMap { $0 } + wage
      + accounts.flatMap { [$0.pay, $0.bonus] }
    return accounts.count <= 100_000 && !limits.isEmpty
      && money.allSatisfy {
        $0.currency == ledger.currency && $0.micros.magnitude <= 10_000_000_000_000
      } && accounts.allSatisfy(\.isSound)
      && automatedShare.allSatisfy { $0.interval?.isShare ?? true }
      && tables.allSatisfy { table in
        !table.columns.isEmpty && table.rows.allSatisfy { $0.count == table.columns.count }
      }
  }
}

extension WorkerAccount {
  /// Whether times and counts are ones that a person could have.
  fileprivate var isSound: Bool {
    let times = [
      approvedMilliseconds, refusedMilliseconds, searchMilliseconds, qualificationMilliseconds,
    ]
    return times.allSatisfy { (0...1_000_000_000_000).contains($0) }
      && [approved, rejected, returned].allSatisfy { (0...1_000_000_000).contains($0) }
  }
}
