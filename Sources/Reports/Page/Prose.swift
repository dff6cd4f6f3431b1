import Essentials

/// Running text with stress and code in it: `"seed \(code: "7")"`.
///
/// Whatever is put in is text; nothing in it is read as markup.
public struct Prose: Sendable, Equatable, ExpressibleByStringInterpolation {
  /// A stretch of text of one kind.
  enum Span: Sendable, Equatable {
    case plain(String)
    case strong(String)
    case code(String)

    var text: String {
      switch self {
      case .plain(let text), .strong(let text), .code(let text): text
      }
    }
  }

  let spans: [Span]

  /// Plain text.
  public init(_ text: String) { spans = [.plain(text)] }

  /// Plain text from a literal.
  public init(stringLiteral text: String) { self.init(text) }

  /// Text with values put in.
  public init(stringInterpolation: StringInterpolation) { spans = stringInterpolation.spans }

  /// The text without its stresses.
  public var text: String { spans.map(\.text).joined() }

  /// Collects the parts of an interpolated ``Prose``.
  public struct StringInterpolation: StringInterpolationProtocol {
    var spans: [Span] = []

    /// Begins; the sizes are hints.
    public init(literalCapacity: Int, interpolationCount: Int) {}

    /// Adds literal text.
    public mutating func appendLiteral(_ text: String) { spans.append(.plain(text)) }

    /// Adds text as it is.
    public mutating func appendInterpolation(_ text: String) { spans.append(.plain(text)) }

    /// Adds a whole number, grouped by thousands.
    public mutating func appendInterpolation(_ value: Int) {
      spans.append(.plain(Numerals.grouped(value)))
    }

    /// Adds stressed text.
    public mutating func appendInterpolation(strong text: String) { spans.append(.strong(text)) }

    /// Adds a command, a file name or an identifier.
    public mutating func appendInterpolation(code text: String) { spans.append(.code(text)) }
  }

  package var markup: [Markup] {
    spans.map { span in
      switch span {
      case .plain(let text): .text(text)
      case .strong(let text): .tag("strong", text: text)
      case .code(let text): .tag("code", text: text)
      }
    }
  }
}
