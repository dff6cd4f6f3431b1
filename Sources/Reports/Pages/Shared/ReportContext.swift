import Essentials
import Foundation

/// What a report must name besides its results: what was tested, from which files, how to repeat it.
public struct ReportContext: Sendable {
  /// A file that results were computed from, with the hash of its bytes.
  public struct Input: Sendable, Equatable {
    /// The file's name, without the folders of the machine it lay on.
    public let name: String
    /// Its SHA-256 in hexadecimal.
    public let sha256: String

    /// Makes it.
    public init(name: String, sha256: String) {
      self.name = name
      self.sha256 = sha256
    }

    /// Hashes the file at `path`.
    ///
    /// - Throws: ``Failure`` (`missingInput`, `inputOutput`) when it can't be read.
    /// - Complexity: O(bytes).
    public init(path: String) throws {
      self.init(
        name: URL(fileURLWithPath: path).lastPathComponent,
        sha256: try Digest.sha256(file: path))
    }
  }

  /// The system under test, as whoever ran the test names it; nil where nobody said.
  public var system: String?
  /// Why photographs of real people were used; nil where there were none.
  public var purpose: String?
  /// The files read.
  public var inputs: [Input]
  /// The release of Lookalike.
  public var version: String
  /// The seed of whatever was drawn; nil where nothing was.
  public var seed: UInt64?

  /// Makes it.
  public init(
    system: String? = nil, purpose: String? = nil, inputs: [Input], version: String,
    seed: UInt64? = nil
  ) {
    self.system = system
    self.purpose = purpose
    self.inputs = inputs
    self.version = version
    self.seed = seed
  }

  /// The facts at the end of a page.
  public var provenance: [Block.Fact] {
    var facts = [Block.Fact("Lookalike", Prose(version))]
    if let seed { facts.append(.init("seed", "\(code: String(seed))")) }
    if let purpose { facts.append(.init("stated purpose", Prose(purpose))) }
    for input in inputs {
      facts.append(.init("input \(input.name)", "SHA-256 \(code: input.sha256)"))
    }
    return facts
  }

  /// The part of a report on the system under test.
  var systemSection: Section {
    Section(
      "System",
      [
        .paragraph(
          system.map {
            "Under test: \(strong: $0). This is the name that was given; nothing here checks it."
          }
            ?? "The system under test was not named. Scores alone don't tell which system, version or settings gave them."
        )
      ])
  }
}
