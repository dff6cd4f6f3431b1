import Dispatch
import Essentials
import GRDB
import Synchronization

/// Lets many writers share a transaction, so that one fsync makes all of them durable.
///
/// Whoever arrives while a transaction runs goes into the next one, in order of arrival. A job that
/// throws undoes itself and nothing else: the transaction is then done again with a savepoint for each
/// job, so a job must be one that can run twice. Nobody is answered before the commit that holds the
/// answer has returned.
final class GroupWriter: Sendable {
  /// Tells a caller that the job is durable, or why it is not.
  private typealias Finish = @Sendable ((any Error)?) -> Void
  /// What one caller wants done.
  private struct Job: Sendable {
    /// Does it; the closure that comes back tells the caller, once the commit is known.
    let run: @Sendable (Database) throws -> Finish
    /// Tells the caller that it was undone.
    let fail: @Sendable (any Error) -> Void
  }
  private struct State {
    var pending: [Job] = []
    var isRunning = false
  }
  private static let most = 512
  private let pool: DatabasePool
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "console.writer", qos: .userInitiated)
  private let committed: @Sendable () -> Void

  /// Calls `committed` after each commit.
  init(_ pool: DatabasePool, committed: @escaping @Sendable () -> Void) {
    self.pool = pool
    self.committed = committed
  }

  /// Runs `body` within a shared transaction and returns once that is durable.
  func run<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      let job = Job(
        run: { db in
          let value = try body(db)
          return { error in
            if let error {
              continuation.resume(throwing: error)
            } else {
              continuation.resume(returning: value)
            }
          }
        },
        fail: { continuation.resume(throwing: $0) })
      let starts = state.withLock { state in
        state.pending.append(job)
        defer { state.isRunning = true }
        return !state.isRunning
      }
      if starts { queue.async { self.drain() } }
    }
  }

  private func drain() {
    while true {
      let batch = state.withLock { state -> [Job] in
        let batch = Array(state.pending.prefix(GroupWriter.most))
        state.pending.removeFirst(batch.count)
        if batch.isEmpty { state.isRunning = false }
        return batch
      }
      if batch.isEmpty { return }
      commit(batch)
    }
  }

  private func commit(_ batch: [Job]) {
    do {
      var finished: [Finish] = []
      try pool.writeInTransaction(.immediate) { db in
        for job in batch { finished.append(try job.run(db)) }
        return .commit
      }
      committed()
      for finish in finished { finish(nil) }
    } catch {
      // A job failed, or the commit did: all is undone and nobody was told anything.
      commitApart(batch)
    }
  }

  /// The same with a savepoint for each, which costs more: a job that throws undoes itself alone.
  private func commitApart(_ batch: [Job]) {
    var finished: [Finish] = []
    var failed: [(Job, any Error)] = []
    do {
      try pool.writeInTransaction(.immediate) { db in
        for job in batch {
          var outcome: Result<Finish, any Error>?
          try db.inSavepoint {
            do {
              outcome = .success(try job.run(db))
              return .commit
            } catch {
              outcome = .failure(error)
              return .rollback
            }
          }
          switch outcome {
          case .success(let finish): finished.append(finish)
          case .failure(let error): failed.append((job, error))
          case nil: break
          }
        }
        return .commit
      }
      committed()
      for finish in finished { finish(nil) }
      for (job, error) in failed { job.fail(error) }
    } catch {
      // The whole transaction is undone: everybody of this batch is told so, each once.
      let answered = finished.count + failed.count
      for finish in finished { finish(error) }
      for (job, reason) in failed { job.fail(reason) }
      for job in batch.dropFirst(answered) { job.fail(error) }
    }
  }
}
