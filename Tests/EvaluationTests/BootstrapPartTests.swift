import Biometrics
import Essentials
import Foundation
import TestSupport
import Testing

@testable import Evaluation

@Suite struct BootstrapPartTests {
  static func header(_ shard: Shard, seed: String = "3") -> PartialResult.Header {
    PartialResult.Header(kind: IdentityBootstrap.kind, job: ["seed": seed], shard: shard)
  }

  /// Any number of shards, in any order, give the evaluation of one run, byte for byte.
  @Test(arguments: [1, 2, 3, 7]) func partsMergeToOneRun(count: Int) throws {
    let folder = try TemporaryFolder()
    let comparisons = try IdentityIntervalTests.comparisons(12)
    var options = OneToOneEvaluation.Options()
    options.targets = [0.5, 0.1, 0.01]
    options.bootstrap = (53, 3)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let whole = try encoder.encode(OneToOneEvaluation(comparisons, options: options))
    var parts: [PartialResult] = []
    for index in 0..<count {
      let shard = Shard(index: index, count: count)
      options.threads = 1 + index % 2
      let drawn = try OneToOneEvaluation.replicates(comparisons, options: options, shard: shard)
      let path = folder.file("p\(index)")
      try drawn.write(part: path, header: Self.header(shard), replacing: false)
      parts.append(try PartialResult(path: path))
    }
    options.replicates = try IdentityBootstrap.merge(parts.reversed())
    #expect(try encoder.encode(OneToOneEvaluation(comparisons, options: options)) == whole)
    if count > 1 {
      #expect(throws: Failure.self) { try IdentityBootstrap.merge(Array(parts.dropFirst())) }
      #expect(throws: Failure.self) { try IdentityBootstrap.merge(parts + [parts[0]]) }
    }
    options.targets = [0.2]
    let failure = #expect(throws: Failure.self) {
      try OneToOneEvaluation(comparisons, options: options)
    }
    #expect(failure?.code == .mismatchedInput)
  }

  /// What is undamaged and yet no bootstrap is refused.
  @Test(arguments: ["", "{}", "[]", #"{"thresholds":[1],"falseMatchRates":[]}"#])
  func otherPayloads(payload: String) throws {
    let folder = try TemporaryFolder()
    let writer = try PartialResultWriter(
      path: folder.file("p"), header: Self.header(.whole), replacing: false)
    try writer.write(payload)
    try writer.commit()
    let part = try PartialResult(path: folder.file("p"))
    #expect(throws: Failure.self) { try IdentityBootstrap.merge([part]) }
  }
}
