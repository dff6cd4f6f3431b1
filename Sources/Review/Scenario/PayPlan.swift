import Essentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How the work of a scenario is paid.
public struct PayPlan: Sendable, Equatable, Codable {
  /// What pay depends on.
  public enum Rule: Sendable, Equatable, Codable {
    /// So much for each approved decision.
    case perDecision(Money)
    /// One of these for each approved decision, candidate after candidate in turn.
    case perDecisionInTurn([Money])
    /// So much for each decision that leads to success, with the chance of success independent of the
    /// work.
    case onSuccess(Money, percent: Int)
    /// So much an hour of work.
    case hourly(Money)
    /// So much an hour by site; worker after worker belongs to the next site.
    case hourlyBySite([Money])
    /// Nothing; points or access instead.
    case unpaid
  }

  /// Why a decision is refused.
  public enum Rejection: Sendable, Equatable, Codable {
    /// None is.
    case never
    /// The decision differs from the verdict.
    case minority
    /// At random, this percentage.
    case percent(Int)
  }

  /// What pay depends on.
  public var rule: Rule
  /// Which decisions are refused, and so not paid.
  public var rejection: Rejection
  /// What the platform takes.
  public var fee: PlatformFee
  /// Costs that belong to no decision.
  public var overhead: Money?
  /// The currency of all amounts.
  public var currency: Money.Currency

  /// Makes it.
  public init(
    rule: Rule, rejection: Rejection = .never, fee: PlatformFee = .none, overhead: Money? = nil,
    currency: Money.Currency = .usd
  ) {
    self.rule = rule
    self.rejection = rejection
    self.fee = fee
    self.overhead = overhead
    self.currency = currency
  }

  /// The books of a run.
  func ledger(
    _ review: PanelReview, assignment: [Int32], workforce: Workforce, seed: UInt64
  ) -> PayLedger {
    let overlap = review.reviewerCount
    var accounts = (0..<workforce.workers).map { WorkerAccount(worker: $0, currency: currency) }
    var fees = Money.zero(currency)
    var key = RandomStream(seed: seed, purpose: "scenario-pay")
    let payKey = key.next()
    for candidate in 0..<review.candidateCount {
      let verdict = review.verdict(candidate: candidate)
      for slot in 0..<overlap {
        let place = candidate * overlap + slot
        let worker = Int(assignment[place])
        let milliseconds = Int64((Double(review.seconds[place]) * 1000).rounded())
        var random = RandomStream(seed: payKey, stream: UInt64(place))
        let saysSame = review.saysSame(candidate: candidate, reviewer: slot)
        let isRefused: Bool
        switch rejection {
        case .never: isRefused = false
        case .minority: isRefused = verdict != .undecided && (verdict == .same) != saysSame
        case .percent(let percent): isRefused = random.index(below: 100) < percent
        }
        var reward = Money.zero(currency)
        switch rule {
        case .perDecision(let amount): reward = amount
        case .onSuccess(let amount, let percent):
          reward = random.index(below: 100) < percent ? amount : reward
        case .perDecisionInTurn(let amounts): reward = amounts[candidate % amounts.count]
        case .hourlyBySite(let wages):
          reward = wages[worker % wages.count].share(milliseconds, of: 3_600_000)
        case .hourly(let wage): reward = wage.share(milliseconds, of: 3_600_000)
        case .unpaid: break
        }
        if isRefused {
          accounts[worker].rejected += 1
          accounts[worker].refusedMilliseconds += milliseconds
        } else {
          accounts[worker].approved += 1
          accounts[worker].pay = accounts[worker].pay + reward
          accounts[worker].approvedMilliseconds += milliseconds
          fees = fees + fee.fee(on: reward, assignments: overlap)
        }
      }
    }
    for worker in accounts.indices {
      let worked = accounts[worker].approvedMilliseconds + accounts[worker].refusedMilliseconds
      if worked == 0 { continue }
      var random = RandomStream(seed: seed, purpose: "scenario-search", item: worker)
      let spread = workforce.searchSpread
      // The mean stays the ratio, whatever the spread.
      let ratio =
        workforce.searchRatio * exp(spread * random.normal() - spread * spread / 2)
      accounts[worker].searchMilliseconds = Int64((Double(worked) * ratio).rounded())
      accounts[worker].qualificationMilliseconds = Int64(workforce.qualificationSeconds * 1000)
    }
    return PayLedger(currency: currency, accounts: accounts, fees: fees, overhead: overhead)
  }
}
