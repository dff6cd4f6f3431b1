import Synchronization

/// Objects that wait to be used again, because what they hold is dear to make.
final class Spares<Element: AnyObject & Sendable>: Sendable {
  private let waiting = Mutex<[Element]>([])

  /// One that was put here, or nil.
  func take() -> Element? { waiting.withLock { $0.popLast() } }

  /// Puts `element` here, which nobody uses any more.
  func put(_ element: Element) { waiting.withLock { $0.append(element) } }
}
