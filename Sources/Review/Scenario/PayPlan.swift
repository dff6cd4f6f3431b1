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
  /// What management takes, in percent of what workers get.
  public var managementPercent: Int
  /// The currency of all amounts.
  public var currency: Money.Currency

  /// Makes it.
  public init(
    rule: Rule, rejection: Rejection = .never, fee: PlatformFee = .none,
    managementPercent: Int = 0, currency: Money.Currency = .usd
  ) {
    self.rule = rule
    self.rejection = rejection
    self.fee = fee
    self.managementPercent = managementPercent
    self.currency = currency
  }

  /// What a decision pays where it is approved, and, under ``Rule/onSuccess``, successful.
  ///
  /// - Parameters:
  ///   - candidate: the candidate's place among those reviewed, for rates that go in turn.
  ///   - worker: the worker's number, for rates by site.
  ///   - milliseconds: how long it took, for hourly rates.
  /// - Returns: the amount, without fees.
  func reward(candidate: Int, worker: Int, milliseconds: Int64) -> Money {
    switch rule {
    case .perDecision(let amount), .onSuccess(let amount, _): amount
    case .perDecisionInTurn(let amounts): amounts[candidate % amounts.count]
    case .hourly(let wage): wage.share(milliseconds, of: 3_600_000)
    case .hourlyBySite(let wages):
      wages[worker % wages.count].share(milliseconds, of: 3_600_000)
    case .unpaid: .zero(currency)
    }
  }

  /// What a decision is expected to cost the requester where none is refused, fee included.
  func expectedCost(
    candidate: Int, worker: Int, milliseconds: Int64, assignments: Int
  ) -> Money {
    let reward = reward(candidate: candidate, worker: worker, milliseconds: milliseconds)
    let whole = reward + fee.fee(on: reward, assignments: assignments)
    if case .onSuccess(_, let percent) = rule { return whole.share(Int64(percent), of: 100) }
    return whole
  }

  /// The books of a run.
  ///
  /// With a control a known item stands beside each unknown one and takes as long; `overhead` is what
  /// an adjudicator costs.
  func ledger(
    _ review: PanelReview, assignment: [Int32], workforce: Workforce, seed: UInt64,
    hasControl: Bool, overhead: Money
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
        var isRefused: Bool
        switch rejection {
        case .never: isRefused = false
        case .minority: isRefused = verdict != .undecided && (verdict == .same) != saysSame
        case .percent(let percent): isRefused = random.index(below: 100) < percent
        }
        if case .onSuccess(_, let percent) = rule {
          isRefused = isRefused || random.index(below: 100) >= percent
        }
        if hasControl { accounts[worker].qualificationMilliseconds += milliseconds }
        if isRefused {
          accounts[worker].rejected += 1
          accounts[worker].refusedMilliseconds += milliseconds
        } else {
          let reward = reward(candidate: candidate, worker: worker, milliseconds: milliseconds)
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
      accounts[worker].qualificationMilliseconds += Int64(workforce.qualificationSeconds * 1000)
    }
    let income = accounts.reduce(Money.zero(currency)) { $0 + $1.income }
    let management = income.share(Int64(managementPercent), of: 100)
    return PayLedger(
      currency: currency, accounts: accounts, fees: fees, overhead: overhead + management)
  }
}
