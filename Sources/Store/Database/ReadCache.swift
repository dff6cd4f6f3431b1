import Synchronization

/// Rows that were looked up, kept in memory until something changes them.
///
/// One process has the store open, so every change passes by here. What a look-up brings is kept only
/// where nothing was forgotten since it began: a snapshot from before a change never outlives it.
/// Nothing that decides about an answer is read from here; that is checked in the transaction.
final class ReadCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct State {
    var values: [Key: Value] = [:]
    var changes = 0
  }
  private let most: Int
  private let state = Mutex(State())

  /// Keeps at most `most` values: with one more it starts anew.
  init(most: Int) { self.most = most }

  /// The value of `key`: the one kept, or else what `read` finds; nil, which is not kept, for none.
  ///
  /// - Throws: what `read` throws.
  func value(_ key: Key, read: () throws -> Value?) rethrows -> Value? {
    let (known, changes) = state.withLock { ($0.values[key], $0.changes) }
    if let known { return known }
    guard let value = try read() else { return nil }
    state.withLock { state in
      guard state.changes == changes else { return }
      if state.values.count >= most { state.values.removeAll() }
      state.values[key] = value
    }
    return value
  }

  /// Forgets everything: something was changed.
  func forget() {
    state.withLock { state in
      state.values.removeAll()
      state.changes += 1
    }
  }
}
