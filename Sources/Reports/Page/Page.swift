import Essentials

/// A report: one HTML file that needs nothing else, and says what it can't tell before what it can.
///
/// The page is a tree of typed parts. That is how its promises are kept: text is always escaped,
/// headings follow the nesting of sections, identifiers are numbered by the page, each figure
/// brings its table, and there is no page without limits.
public struct Page: Sendable {
  /// The title, also of the browser's tab.
  public let title: String
  /// One or two sentences: what this page is.
  public let summary: Prose
  /// What the figures on the page can't tell, most important first; at least one.
  public let limits: [Prose]
  /// The parts, in the order in which they are read.
  public let sections: [Section]
  /// How the page was made: seeds, versions, hashes of inputs, conventions.
  public let provenance: [Block.Fact]
  /// The page's language, as HTML's `lang` wants it.
  public let language: String

  /// Makes it; `limits` must not be empty.
  public init(
    title: String, summary: Prose, limits: [Prose], sections: [Section],
    provenance: [Block.Fact], language: String = "en"
  ) {
    precondition(!limits.isEmpty, "a report states its limits")
    self.title = title
    self.summary = summary
    self.limits = limits
    self.sections = sections
    self.provenance = provenance
    self.language = language
  }

  /// All figures of the page, in reading order.
  public var figures: [Figure] {
    func within(_ blocks: [Block]) -> [Figure] {
      blocks.flatMap { block -> [Figure] in
        switch block {
        case .figure(let figure): [figure]
        case .section(let section): within(section.blocks)
        default: []
        }
      }
    }
    return sections.flatMap { within($0.blocks) }
  }

  /// The page as HTML, its figures drawn by `gnuplot`.
  ///
  /// - Throws: ``Failure`` (`unavailable`) when gnuplot is missing, fails or takes too long.
  /// - Complexity: one gnuplot process a figure, as many at a time as there are cores.
  public func html(gnuplot: Gnuplot = Gnuplot()) async throws -> String {
    let drawings = try await gnuplot.draw(figures.map(\.plot))
    var writer = PageWriter(drawings: drawings)
    var text = "<!DOCTYPE html>\n"
    writer.document(self).write(to: &text)
    return text + "\n"
  }

  /// Writes the page to the file at `path`.
  ///
  /// - Throws: ``Failure`` (`refusedOutput`, `inputOutput`, `unavailable`); nothing is half-written.
  public func write(
    to path: String, replacing: Bool, gnuplot: Gnuplot = Gnuplot()
  ) async throws {
    let text = try await html(gnuplot: gnuplot)
    let file = try OutputFile(path: path, replacing: replacing)
    try file.write(text)
    try file.commit()
  }
}
