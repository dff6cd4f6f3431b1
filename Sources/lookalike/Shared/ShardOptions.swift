import ArgumentParser
import Essentials

/// `--shard` and `--part`: one part of a long computation, for `lookalike merge`.
struct ShardOptions: ParsableArguments {
  @Option(help: "Do only this part, such as 3/8; needs --part. `lookalike merge` joins the parts.")
  var shard: String?
  @Option(help: "The file for what the part found.")
  var part: String?

  func validate() throws {
    if (shard == nil) != (part == nil) {
      throw ValidationError("--shard and --part go together")
    }
    do {
      _ = try shard.map { try Shard(parsing: $0) }
    } catch let failure as Failure {
      throw ValidationError("--shard: \(failure.description)")
    }
  }

  /// The part asked for and its file; nil where all is to be done.
  func resolve() throws -> (shard: Shard, path: String)? {
    guard let shard, let part else { return nil }
    return (try Shard(parsing: shard), part)
  }
}
