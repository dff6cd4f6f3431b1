import Essentials
import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where an all-pairs comparison notes how far it is, so that a stopped one can be continued.
///
/// The file is replaced as a whole, now and then, and removed at the end; a process killed at any
/// moment loses what it did since the last time, and nothing else.
public struct AllPairsCheckpoint: Sendable, Equatable {
  /// The file.
  public let path: String
  /// The least time between two notes.
  public let interval: Duration

  /// Notes at `path`, every twenty seconds unless told.
  public init(path: String, interval: Duration = .seconds(20)) {
    self.path = path
    self.interval = interval
  }

  /// What an earlier run left; nil where there is no file.
  ///
  /// Whether one can be written is tried now, and not first when there is work to lose.
  ///
  /// - Throws: ``Failure`` (`inputOutput` or `refusedOutput` where it can't be written,
  ///   `malformedInput` where it is damaged, `mismatchedInput` where it is of another comparison or
  ///   shard).
  func resume(_ header: PartialResult.Header) throws -> (done: Int, tally: AllPairsTally)? {
    _ = try OutputFile(path: path, replacing: true)
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let remedy = "Remove it, or name another checkpoint"
    let part: PartialResult
    do {
      part = try PartialResult(path: path)
    } catch let failure as Failure {
      throw Failure(failure.code, failure.summary, file: path, remedy: remedy)
    }
    guard part.header == AllPairsCheckpoint.header(header) else {
      throw Failure(
        .mismatchedInput, "is the checkpoint of another comparison", file: path, remedy: remedy)
    }
    let (tally, done) = try AllPairsTally.read(part)
    return (done, tally)
  }

  /// Notes that the first `done` units gave `tally`.
  func save(_ tally: AllPairsTally, done: Int, _ header: PartialResult.Header) throws {
    try tally.write(
      path, header: AllPairsCheckpoint.header(header), unitsDone: done, replacing: true)
  }

  /// The same job under another kind: a checkpoint must never be merged as if it were a whole shard.
  private static func header(_ header: PartialResult.Header) -> PartialResult.Header {
    PartialResult.Header(
      kind: AllPairsTally.checkpointKind, job: header.job, shard: header.shard)
  }

  /// Removes the file, if there is one.
  func remove() throws {
    if unsafe unlink(path) != 0 && errno != ENOENT {
      throw Failure.system("can't be removed", errno, file: path)
    }
  }
}
