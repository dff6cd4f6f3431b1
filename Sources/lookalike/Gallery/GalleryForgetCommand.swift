import ArgumentParser
import Biometrics
import Matching

/// `lookalike gallery forget`.
struct GalleryForgetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Remove a person's templates and records for good.",
    discussion: """
      The segments that hold any are written anew without them and the old ones are deleted; rows \
      after a removed one move up. Backups and exports are not reached.

      Example:
        lookalike gallery forget G --subject p0042
      """)

  @Argument(help: "The gallery.")
  var gallery: String
  @Option(help: "The subject to remove.")
  var subject: String
  @OptionGroup var work: WorkOptions

  func validate() throws {
    if subject.isEmpty { throw ValidationError("--subject takes a name") }
  }

  func run() throws {
    let removed = try Gallery.forget(
      SubjectID(subject), in: gallery, progress: work.progress())
    StandardError.note("\(removed) templates removed from \(gallery)")
  }
}
