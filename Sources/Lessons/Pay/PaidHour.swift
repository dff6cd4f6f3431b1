import Review

/// What an hour of small tasks really pays, by the ledger's own arithmetic.
struct PaidHour {
  /// The pay for one task that is accepted.
  var reward: Money
  /// Seconds that one task takes.
  var secondsPerTask: Int
  /// Of 100 tasks handed in, so many are refused and not paid.
  var refusedPercent: Int
  /// Hours of looking for work, tests and training for each 21 hours of tasks.
  var searchHours: Int

  /// Hours of tasks in the week that is accounted for.
  static let taskHours = 21

  /// The account of one week.
  var account: WorkerAccount {
    var account = WorkerAccount(worker: 0, currency: reward.currency)
    let tasks = PaidHour.taskHours * 3_600 / secondsPerTask
    account.rejected = (tasks * refusedPercent + 50) / 100
    account.approved = tasks - account.rejected
    account.pay = reward * account.approved
    account.approvedMilliseconds = Int64(account.approved * secondsPerTask) * 1_000
    account.refusedMilliseconds = Int64(account.rejected * secondsPerTask) * 1_000
    account.searchMilliseconds = Int64(searchHours) * 3_600_000
    return account
  }

  /// What a requester's own arithmetic shows: pay over the time of accepted tasks.
  var nominal: Money? { account.nominalWage?.roundedToCents }
  /// All pay over all time.
  var effective: Money? { account.effectiveWage?.roundedToCents }

  /// What the requester pays for one accepted task, and who gets it.
  func split(_ fee: PlatformFee, assignments: Int) -> (worker: Money, platform: Money) {
    (reward, fee.fee(on: reward, assignments: assignments))
  }
}
