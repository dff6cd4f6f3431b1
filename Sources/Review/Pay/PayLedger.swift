public import Statistics

/// What one worker did, was paid, and gave unpaid.
public struct WorkerAccount: Sendable, Equatable, Codable {
  /// The worker's number.
  public var worker: Int
  /// Decisions handed in and paid.
  public var approved = 0
  /// Decisions handed in and not paid: refused, or without the success that alone is paid.
  public var rejected = 0
  /// Tasks begun and given back.
  public var returned = 0
  /// Pay for approved decisions.
  public var pay: Money
  /// Bonuses.
  public var bonus: Money
  /// Time on approved decisions, in milliseconds.
  public var approvedMilliseconds: Int64 = 0
  /// Time on rejected and returned ones.
  public var refusedMilliseconds: Int64 = 0
  /// Time spent looking for work.
  public var searchMilliseconds: Int64 = 0
  /// Time spent on qualification tests and training.
  public var qualificationMilliseconds: Int64 = 0

  /// An account with nothing in it.
  public init(worker: Int, currency: Money.Currency) {
    self.worker = worker
    pay = .zero(currency)
    bonus = .zero(currency)
  }

  /// All that the worker got.
  public var income: Money { pay + bonus }
  /// All the time that the worker gave.
  public var totalMilliseconds: Int64 {
    approvedMilliseconds + refusedMilliseconds + searchMilliseconds + qualificationMilliseconds
  }
  /// The time that nobody paid for: all of it where the income is 0.
  public var unpaidMilliseconds: Int64 {
    income.micros == 0 ? totalMilliseconds : totalMilliseconds - approvedMilliseconds
  }
  /// (Approved pay + bonus) / (task time with rejected and returned + search + qualification).
  public var effectiveWage: Money? { income.perHour(milliseconds: totalMilliseconds) }
  /// Pay over paid time alone: what a requester's arithmetic shows.
  public var nominalWage: Money? { income.perHour(milliseconds: approvedMilliseconds) }
}

/// Who paid what for the decisions of a run, and who worked for nothing.
///
/// Every sum is of whole millionths; wages are quotients of such sums.
public struct PayLedger: Sendable, Equatable, Codable {
  /// The currency of all amounts.
  public let currency: Money.Currency
  /// One account for each worker.
  public let accounts: [WorkerAccount]
  /// What the platform took.
  public let fees: Money
  /// Wages and other costs that belong to no single decision, such as an adjudicator's hours.
  public let overhead: Money
  /// How many decisions were handed in.
  public let decisions: Int

  /// Makes it.
  public init(
    currency: Money.Currency, accounts: [WorkerAccount], fees: Money, overhead: Money? = nil
  ) {
    self.currency = currency
    self.accounts = accounts
    self.fees = fees
    self.overhead = overhead ?? .zero(currency)
    decisions = accounts.reduce(0) { $0 + $1.approved + $1.rejected }
  }

  /// What workers got together.
  public var workerIncome: Money { accounts.reduce(.zero(currency)) { $0 + $1.income } }
  /// What the requester paid: workers, platform, overhead.
  public var requesterCost: Money { workerIncome + fees + overhead }
  /// What one decision cost the requester.
  public var costPerDecision: Money? { requesterCost.per(decisions) }

  /// The requester's cost for each of `count` outcomes, such as corrected false matches; nil for none.
  public func cost(per count: Int) -> Money? { requesterCost.per(count) }

  /// The distribution of effective hourly wages over workers who gave any time.
  public var wages: WageDistribution { WageDistribution(accounts, currency: currency) }
  /// Who worked unpaid, and how long.
  public var unpaid: UnpaidHours { UnpaidHours(accounts) }
}

/// How effective hourly wages lie among workers: the distribution, not only a mean.
public struct WageDistribution: Sendable, Equatable, Codable {
  /// A wage below which a share of workers lies.
  public struct Quantile: Sendable, Equatable, Codable {
    /// The share of workers.
    public let share: Double
    /// The wage.
    public let wage: Money
  }

  /// How many workers gave any time.
  public let workers: Int
  /// The 5th, 10th, 25th, 50th, 75th, 90th and 95th percentile (nearest rank).
  public let quantiles: [Quantile]
  /// The middle worker's wage; nil without workers.
  public let median: Money?
  /// All income over all hours; nil without hours.
  public let mean: Money?
  /// Workers above 7.25 an hour, the federal minimum wage of the United States.
  public let above725: Proportion
  /// Its interval.
  public let above725Interval: Interval?
  /// Workers who got nothing at all for their time.
  public let unpaidWorkers: Proportion
  /// Hours that nobody paid for: search, qualification, rejected and returned work.
  public let unpaidHours: Double
  /// All hours.
  public let hours: Double
  /// Workers below 5 an hour.
  public let below5: Proportion
  /// Its interval.
  public let below5Interval: Interval?

  /// Whether all get the same to the cent.
  public var isFlat: Bool {
    quantiles.first?.wage.roundedToCents == quantiles.last?.wage.roundedToCents
  }

  init(_ accounts: [WorkerAccount], currency: Money.Currency) {
    let active = accounts.filter { $0.totalMilliseconds > 0 }
    let wages = active.compactMap(\.effectiveWage).sorted()
    workers = active.count
    func quantile(_ share: Double) -> Money? {
      wages.isEmpty
        ? nil
        : wages[min(wages.count - 1, max(0, Int((share * Double(wages.count)).rounded(.up)) - 1))]
    }
    quantiles = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95].compactMap { share in
      quantile(share).map { Quantile(share: share, wage: $0) }
    }
    median = quantile(0.5)
    let time = active.reduce(Int64(0)) { $0 + $1.totalMilliseconds }
    mean = active.reduce(Money.zero(currency)) { $0 + $1.income }.perHour(milliseconds: time)
    let limit = Money(cents: 725, currency)
    above725 = Proportion(events: wages.count { $0 > limit }, trials: active.count)
    above725Interval = above725.wilson()
    let five = Money(units: 5, currency)
    below5 = Proportion(events: wages.count { $0 < five }, trials: active.count)
    below5Interval = below5.wilson()
    unpaidWorkers = Proportion(events: active.count { $0.income.micros == 0 }, trials: active.count)
    unpaidHours = active.reduce(0) { $0 + Double($1.unpaidMilliseconds) } / 3_600_000
    hours = Double(time) / 3_600_000
  }
}
