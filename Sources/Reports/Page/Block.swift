public import Essentials

/// What stands in a page, one thing under another.
public indirect enum Block: Sendable {
  /// A paragraph.
  case paragraph(Prose)
  /// A list without order.
  case list([Prose])
  /// A remark set apart.
  case note(Prose)
  /// Names with their values: settings, versions, hashes.
  case facts([Fact])
  /// A few figures that matter most, each with its count or interval.
  case tiles([Tile])
  /// A table with a caption.
  case table(TextTable, caption: String)
  /// A drawing with its text table.
  case figure(Figure)
  /// Pictures side by side, each with its caption.
  case gallery([Captioned])
  /// A part with a heading, one level below the one it stands in.
  case section(Section)

  /// A name with its value.
  public struct Fact: Sendable, Equatable {
    let name: String
    let value: Prose

    /// Makes it.
    public init(_ name: String, _ value: Prose) {
      self.name = name
      self.value = value
    }
  }

  /// A figure that matters, with what it counts.
  public struct Tile: Sendable, Equatable {
    let value: String
    let label: String
    let detail: String

    /// Makes it: `value` large, `label` below it, and `detail` (count and interval) small.
    public init(value: String, label: String, detail: String) {
      self.value = value
      self.label = label
      self.detail = detail
    }
  }

  /// A picture with what there is to say of it.
  public struct Captioned: Sendable, Equatable {
    let picture: Picture?
    let title: String
    let lines: [Prose]
    let stressed: Bool

    /// Makes it; without a picture an empty place says why in `lines`.
    public init(_ picture: Picture?, title: String, lines: [Prose] = [], stressed: Bool = false) {
      self.picture = picture
      self.title = title
      self.lines = lines
      self.stressed = stressed
    }
  }
}

/// A part of a page with a heading.
public struct Section: Sendable {
  /// The heading, without a full stop.
  public let title: String
  /// What stands under it.
  public let blocks: [Block]

  /// Makes it.
  public init(_ title: String, _ blocks: [Block]) {
    self.title = title
    self.blocks = blocks
  }
}
