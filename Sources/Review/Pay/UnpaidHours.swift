public import Statistics

/// Who works unpaid, and how long: the hours by what they went to, and how they lie among workers.
public struct UnpaidHours: Sendable, Equatable, Codable {
  /// A share of time below which a share of workers lies.
  public struct Quantile: Sendable, Equatable, Codable {
    /// The share of workers.
    public let share: Double
    /// The unpaid share of their time, 0…1.
    public let unpaid: Double
  }

  /// Hours spent looking for work.
  public let search: Double
  /// Hours of tests, training, and known items beside the unknown ones.
  public let qualification: Double
  /// Hours of decisions that were refused, or that led to no success where only success is paid.
  public let refused: Double
  /// Hours of accepted work of people who were paid nothing at all.
  public let forNothing: Double
  /// The quarter, the middle and the upper quarter of the unpaid share of workers' time.
  public let quantiles: [Quantile]
  /// Workers of whose time more than half was unpaid, of those who gave any time.
  public let mostlyUnpaid: Proportion
  /// Its interval; nil without workers.
  public let mostlyUnpaidInterval: Interval?

  init(_ accounts: [WorkerAccount]) {
    func hours(_ milliseconds: (WorkerAccount) -> Int64) -> Double {
      Double(accounts.reduce(Int64(0)) { $0 + milliseconds($1) }) / 3_600_000
    }
    search = hours(\.searchMilliseconds)
    qualification = hours(\.qualificationMilliseconds)
    refused = hours(\.refusedMilliseconds)
    forNothing = hours { $0.income.micros == 0 ? $0.approvedMilliseconds : 0 }
    let shares = accounts.filter { $0.totalMilliseconds > 0 }.map {
      Double($0.unpaidMilliseconds) / Double($0.totalMilliseconds)
    }.sorted()
    quantiles =
      shares.isEmpty
      ? []
      : [0.25, 0.5, 0.75].map { share in
        let rank = Int((share * Double(shares.count)).rounded(.up)) - 1
        return Quantile(share: share, unpaid: shares[min(shares.count - 1, max(0, rank))])
      }
    mostlyUnpaid = Proportion(events: shares.count { $0 > 0.5 }, trials: shares.count)
    mostlyUnpaidInterval = mostlyUnpaid.wilson()
  }
}
