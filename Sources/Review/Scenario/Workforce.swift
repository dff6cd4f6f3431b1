import Essentials
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The people who do a scenario's reviewing.
public struct Workforce: Sendable, Equatable, Codable {
  /// A kind of reviewer and how many of the workers are of it.
  public struct Share: Sendable, Equatable, Codable {
    /// The kind.
    public var kind: ReviewerKind
    /// The share of workers, 0…1.
    public var share: Double

    /// Makes it.
    public init(kind: ReviewerKind, share: Double) {
      self.kind = kind
      self.share = share
    }
  }

  /// How many there are.
  public var workers: Int
  /// What all have in common: criterion, switches, pace.
  public var model: ReviewerModel
  /// The spread of d′ among workers, a normal distribution cut at 0.
  public var sensitivitySpread: Double
  /// The spread of ln(decision time) among workers: 0 where all are equally fast.
  public var paceSpread: Double
  /// Those who are not honest; the rest are.
  public var others: [Share]
  /// The spread of ln(activity): 0 for equal shares of the work, 2 for a few who do most.
  public var activitySpread: Double
  /// Seconds spent looking for work for each second of work.
  public var searchRatio: Double
  /// The spread of ln(search ratio) among workers.
  public var searchSpread: Double
  /// Seconds of unpaid tests and training for each worker.
  public var qualificationSeconds: Double
  /// Whether workers are not told what the pictures are for.
  public var purposeHidden: Bool

  /// Makes it.
  public init(
    workers: Int, model: ReviewerModel, sensitivitySpread: Double = 0.5, paceSpread: Double = 0,
    others: [Share] = [],
    activitySpread: Double = 0, searchRatio: Double = 0, searchSpread: Double = 0,
    qualificationSeconds: Double = 0, purposeHidden: Bool = false
  ) {
    self.workers = workers
    self.model = model
    self.sensitivitySpread = sensitivitySpread
    self.paceSpread = paceSpread
    self.others = others
    self.activitySpread = activitySpread
    self.searchRatio = searchRatio
    self.searchSpread = searchSpread
    self.qualificationSeconds = qualificationSeconds
    self.purposeHidden = purposeHidden
  }

  /// The reviewers, drawn one by one; copiers copy the first honest worker.
  func reviewers(seed: UInt64) -> [ReviewerModel] {
    (0..<workers).map { worker in
      var random = RandomStream(seed: seed, purpose: "scenario-workers", item: worker)
      var reviewer = model
      let mean = model.observer.sensitivity
      repeat {
        reviewer.observer.sensitivity = mean + sensitivitySpread * random.normal()
      } while reviewer.observer.sensitivity < 0
      if paceSpread > 0 {
        var pace = RandomStream(seed: seed, purpose: "scenario-pace", item: worker)
        reviewer.pace.medianSeconds *= exp(paceSpread * pace.normal())
      }
      // The first worker is honest, so that there is someone to copy.
      var draw = worker == 0 ? 1 : random.uniform()
      for other in others {
        if draw < other.share {
          reviewer.kind = other.kind
          break
        }
        draw -= other.share
      }
      return reviewer
    }
  }

  /// `overlap` different workers for each of `tasks`, drawn by their activity.
  func assignment(tasks: Int, overlap: Int, seed: UInt64) -> [Int32] {
    var cumulative: [Double] = []
    var total = 0.0
    for worker in 0..<workers {
      var random = RandomStream(seed: seed, purpose: "scenario-activity", item: worker)
      total += exp(activitySpread * random.normal())
      cumulative.append(total)
    }
    var assignment: [Int32] = []
    assignment.reserveCapacity(tasks * overlap)
    for task in 0..<tasks {
      var random = RandomStream(seed: seed, purpose: "scenario-assignment", item: task)
      let first = assignment.count
      while assignment.count < first + overlap {
        let place = random.uniform() * total
        var low = 0
        var high = workers - 1
        while low < high {
          let middle = (low + high) / 2
          if cumulative[middle] > place { high = middle } else { low = middle + 1 }
        }
        if !assignment[first...].contains(Int32(low)) { assignment.append(Int32(low)) }
      }
    }
    return assignment
  }
}
