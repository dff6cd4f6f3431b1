import Essentials
import Foundation
import TestSupport
import Testing

/// Shards run by others: a Ray cluster of several nodes on this machine, Slurm, GNU parallel.
@Suite(.serialized) struct ClusterTests {
  /// Where Scripts/lookalike-cluster has put Ray, or would.
  static let environment: String? = {
    let requirements = PackageRoot.path + "/Scripts/cluster/requirements.txt"
    return (try? Digest.sha256(file: requirements)).map {
      FaceFixtures.cache + "/ray-" + $0.prefix(12)
    }
  }()
  static let hasRay =
    environment.map { FileManager.default.fileExists(atPath: $0 + "/complete") } ?? false

  static func run(
    _ command: [String], in folder: String, environment: [String: String] = [:]
  ) async throws -> (code: Int32, text: String) {
    let outcome = try await LookalikeBinary.run(
      program: "/usr/bin/env", command, in: folder,
      environment: ["LOOKALIKE_BINARY": LookalikeBinary.path].merging(environment) { $1 })
    return (outcome.code, outcome.output + outcome.errors)
  }

  /// A small labelled gallery, and what one process says of it.
  static func gallery(_ folder: TemporaryFolder) async throws -> (pairs: [String], whole: String) {
    var random = RandomStream(seed: 3)
    var vectors = "v0,v1,v2,v3\n"
    for _ in 0..<300 {
      vectors += (0..<4).map { _ in "\(Float(random.normal()))" }.joined(separator: ",") + "\n"
    }
    try folder.write(vectors, to: "v.csv")
    try folder.write(
      "subject\n" + (0..<300).map { "p\($0 / 3)\n" }.joined(), to: "labels.csv")
    let made = try await LookalikeBinary.run(
      [
        "gallery", "import", folder.file("v.csv"), "--labels", folder.file("labels.csv"),
        "--metric", "euclidean", "--to", folder.file("G"),
      ])
    #expect(made.code == 0, "\(made.errors)")
    let pairs = [
      "gallery", "pairs", folder.file("G"), "--seed", "1", "--tail", "0.01", "--sample", "1000",
    ]
    let whole = try await LookalikeBinary.run(pairs)
    #expect(whole.code == 0, "\(whole.errors)")
    return (pairs, whole.output)
  }

  @Test(.enabled(if: hasRay, "needs Ray: Scripts/lookalike-cluster setup"))
  func aRayClusterGivesTheBytesOfOneProcessWhateverFails() async throws {
    let folder = try TemporaryFolder()
    let script = PackageRoot.path + "/Scripts/lookalike-cluster"
    let outcome = try await Self.run([script, "test"], in: folder.path)
    #expect(outcome.code == 0, "\(outcome.text)")
    #expect(outcome.text.contains("\nOK"), "\(outcome.text)")
  }

  /// The script that `sbatch` runs, with the variables that Slurm sets.
  @Test func aJobArrayGivesTheBytesOfOneProcess() async throws {
    let folder = try TemporaryFolder()
    let (pairs, whole) = try await Self.gallery(folder)
    let script = PackageRoot.path + "/Scripts/lookalike-array"
    let parts = folder.file("parts")
    for task in ["3", "1", "2", "2"] {
      let outcome = try await Self.run(
        [script, parts] + pairs, in: folder.path,
        environment: ["SLURM_ARRAY_TASK_ID": task, "SLURM_ARRAY_TASK_COUNT": "3"])
      #expect(outcome.code == 0, "\(outcome.text)")
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: parts).sorted()
    #expect(names == ["part-1-of-3", "part-2-of-3", "part-3-of-3"])
    let merged = try await LookalikeBinary.run(
      ["merge"] + names.reversed().map { parts + "/" + $0 })
    #expect(merged.output == whole && !whole.isEmpty)
    for variables in [[:], ["SLURM_ARRAY_TASK_ID": "0", "SLURM_ARRAY_TASK_COUNT": "3"]] {
      let refused = try await Self.run(
        [script, parts] + pairs, in: folder.path, environment: variables)
      #expect(refused.code == 64, "\(refused.text)")
    }
  }

  @Test(
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: "/usr/bin/parallel"),
      "needs GNU parallel (apt-get install parallel)"))
  func parallelGivesTheBytesOfOneProcess() async throws {
    let folder = try TemporaryFolder()
    let (pairs, whole) = try await Self.gallery(folder)
    let outcome = try await Self.run(
      [
        "bash", "-c",
        "seq 5 | parallel --will-cite -j2 --joblog log --resume-failed "
          + "\"$LOOKALIKE_BINARY\" \(pairs.joined(separator: " ")) --threads 1 --quiet "
          + "--shard {}/5 --part part-{}",
      ], in: folder.path)
    #expect(outcome.code == 0, "\(outcome.text)")
    let merged = try await LookalikeBinary.run(
      ["merge"] + (1...5).map { folder.file("part-\($0)") })
    #expect(merged.output == whole && !whole.isEmpty)
  }
}
