import Synchronization

/// How many large bodies are held at once: memory must not be anybody's to fill.
final class BodyBudget: Sendable {
  private let most: Int
  private let held = Mutex(0)

  init(most: Int) { self.most = most }

  /// Takes a place; false where there is none.
  func enter() -> Bool {
    held.withLock { held in
      if held >= most { return false }
      held += 1
      return true
    }
  }

  /// Gives a place back.
  func leave() { held.withLock { $0 -= 1 } }
}
