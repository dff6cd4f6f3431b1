extension PartialResult {
  /// Checks that `parts` are all parts of one computation, and gives them in the order of their
  /// shards.
  ///
  /// - Throws: ``Failure`` (`missingInput` where there is none or one is missing, `mismatchedInput`
  ///   for one of another computation or given twice), naming the file or the shard.
  public static func complete(_ parts: [PartialResult]) throws -> [PartialResult] {
    guard let first = parts.first else {
      throw Failure(.missingInput, "there is no part to merge", remedy: "Name the parts' files")
    }
    var byIndex: [Int: PartialResult] = [:]
    for part in parts {
      if let difference = part.header.difference(from: first.header) {
        throw Failure(
          .mismatchedInput, "is of another computation than \(first.path): \(difference)",
          file: part.path, remedy: "Leave it out, or compute it with the others' inputs and options"
        )
      }
      if let twin = byIndex[part.header.shard.index] {
        throw Failure(
          .mismatchedInput, "is shard \(part.header.shard), as \(twin.path) is", file: part.path,
          remedy: "Give each shard once")
      }
      byIndex[part.header.shard.index] = part
    }
    let count = first.header.shard.count
    let missing = (0..<count).filter { byIndex[$0] == nil }
    if !missing.isEmpty {
      let named = missing.prefix(8).map { "\(Shard(index: $0, count: count))" }
      throw Failure(
        .missingInput,
        "\(missing.count == 1 ? "shard" : "\(missing.count) shards, among them") "
          + "\(named.joined(separator: ", ")) of \(first.header.kind) "
          + "\(missing.count == 1 ? "is" : "are") missing",
        remedy: "Compute what is missing and name all parts")
    }
    return (0..<count).compactMap { byIndex[$0] }
  }
}

extension PartialResult.Header {
  /// Says where this is the header of another computation's part; nil where it is not.
  func difference(from other: PartialResult.Header) -> String? {
    if kind != other.kind { return "it is of \(kind), not \(other.kind)" }
    if shard.count != other.shard.count {
      return "it is one of \(shard.count) shards, not of \(other.shard.count)"
    }
    for name in Set(job.keys).union(other.job.keys).sorted() where job[name] != other.job[name] {
      return "its \(name) is \(job[name] ?? "not given"), not \(other.job[name] ?? "not given")"
    }
    return nil
  }
}
