/// Parts of a page as a tree, for a server that puts them into pages of its own.
///
/// Figures stand as data for a script to draw, each with its table open behind it, so that a page
/// without script still has all numbers.
package struct Fragment: Sendable {
  /// The parts.
  package let markup: [Markup]
  /// Whether there is a figure among them, and so something for a script to draw.
  package let hasFigures: Bool

  /// Writes `blocks`.
  ///
  /// - Parameters:
  ///   - blocks: the parts.
  ///   - level: the level of the heading that they stand under, 1…5.
  ///   - prefix: what identifiers begin with, so that two fragments fit in one page; letters only.
  package init(_ blocks: [Block], level: Int = 2, prefix: String = "part") {
    var writer = PageWriter(form: .charts, prefix: prefix)
    markup = blocks.map { writer.block($0, level: level) }
    hasFigures = writer.figureCount > 0
  }

  /// A whole ``Page`` as parts: its summary and limits, then its sections, then how it was made.
  ///
  /// - Parameters:
  ///   - page: the page.
  ///   - level: the level of the heading that they stand under.
  package init(_ page: Page, level: Int) {
    let limits = Block.section(Section("Limits, before any result", [.list(page.limits)]))
    self.init(
      [.paragraph(page.summary), limits] + page.sections.map { .section($0) }
        + [.section(Section("How this was made", [.facts(page.provenance)]))],
      level: level, prefix: "report")
  }

  /// The parts as text.
  package var html: String {
    var text = ""
    for part in markup { part.write(to: &text) }
    return text
  }
}
