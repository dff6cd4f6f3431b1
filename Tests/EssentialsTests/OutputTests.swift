import Essentials
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite struct OutputTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  @Test func aFileAppearsWholeOrNotAtAll() throws {
    let path = folder.file("a.txt")
    do {
      let file = try OutputFile(path: path, replacing: false)
      try file.write("half")
    }
    #expect(try folder.entries().isEmpty)
    let file = try OutputFile(path: path, replacing: false)
    try file.write("whole")
    try file.commit()
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "whole")
    #expect(try folder.entries() == ["a.txt"])
  }

  @Test func anExistingFileIsRefusedUnlessReplaced() throws {
    let path = try folder.write("old", to: "a.txt")
    let failure = #expect(throws: Failure.self) { try OutputFile(path: path, replacing: false) }
    #expect(failure?.code == .refusedOutput)
    let file = try OutputFile(path: path, replacing: true)
    try file.write("new")
    try file.commit()
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
  }

  @Test func foldersOfOthersAreNeverReplaced() throws {
    let path = folder.file("out")
    let first = try OutputFolder(path: path, mark: "mark.json", replacing: false)
    _ = try OutputFile(path: first.staging + "/mark.json", replacing: false).commit()
    try first.commit()
    #expect(throws: Failure.self) {
      try OutputFolder(path: path, mark: "mark.json", replacing: false)
    }
    let second = try OutputFolder(path: path, mark: "mark.json", replacing: true)
    _ = try OutputFile(path: second.staging + "/mark.json", replacing: false).commit()
    _ = try OutputFile(path: second.staging + "/b", replacing: false).commit()
    try second.commit()
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: path).sorted() == ["b", "mark.json"])
    try FileManager.default.removeItem(atPath: path + "/mark.json")
    let failure = #expect(throws: Failure.self) {
      try OutputFolder(path: path, mark: "mark.json", replacing: true)
    }
    #expect(failure?.code == .refusedOutput)
    #expect(try folder.entries() == ["out"])
  }

  @Test func onlyOurOwnAbandonedFoldersAreCleared() throws {
    // No process has so high a number.
    let (foreign, ours) = (".out.partial-2147483646", ".out.partial-2147483645")
    for name in [foreign, ours] {
      try FileManager.default.createDirectory(
        atPath: folder.file(name), withIntermediateDirectories: false)
    }
    try folder.write("mine", to: foreign + "/thesis.txt")
    try folder.write("", to: ours + "/.lookalike-staging")
    // Killed before it had its mark, and killed while it was given its name.
    for name in [".out.partial-2147483644", ".out.partial-2147483643"] {
      try FileManager.default.createDirectory(
        atPath: folder.file(name), withIntermediateDirectories: false)
    }
    try folder.write("", to: ".out.partial-2147483643/mark.json")
    let output = try OutputFolder(path: folder.file("out"), mark: "mark.json", replacing: false)
    try output.commit()
    #expect(try folder.entries() == [foreign, "out"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("out")) == [])
  }

  @Test func aFolderThatWasToBeReplacedComesBack() throws {
    let old = ".out.partial-2147483646.old"
    try FileManager.default.createDirectory(
      atPath: folder.file(old), withIntermediateDirectories: false)
    try folder.write("earlier", to: old + "/mark.json")
    let output = try OutputFolder(path: folder.file("out"), mark: "mark.json", replacing: true)
    #expect(try String(contentsOfFile: folder.file("out/mark.json"), encoding: .utf8) == "earlier")
    try folder.write("later", to: (output.staging as NSString).lastPathComponent + "/mark.json")
    try output.commit()
    #expect(try String(contentsOfFile: folder.file("out/mark.json"), encoding: .utf8) == "later")
    #expect(try folder.entries() == ["out"])
  }

  @Test func aFileMadeMeanwhileIsKept() throws {
    do {
      let file = try OutputFile(path: folder.file("late"), replacing: false)
      try file.write("ours")
      try folder.write("theirs", to: "late")
      let failure = #expect(throws: Failure.self) { try file.commit() }
      #expect(failure?.code == .refusedOutput)
    }
    #expect(try String(contentsOfFile: folder.file("late"), encoding: .utf8) == "theirs")
    #expect(try folder.entries() == ["late"])
  }

  @Test func aFolderMadeMeanwhileIsKept() throws {
    let output = try OutputFolder(path: folder.file("late"), mark: "mark.json", replacing: false)
    try FileManager.default.createDirectory(
      atPath: folder.file("late"), withIntermediateDirectories: false)
    try folder.write("mine", to: "late/thesis.txt")
    #expect(throws: Failure.self) { try output.commit() }
    #expect(FileManager.default.fileExists(atPath: folder.file("late/thesis.txt")))
  }

  /// Not even where replacing is allowed: a file would take a device's name from all programs.
  @Test func whatIsNoFileIsNeverReplaced() throws {
    let path = folder.file("pipe")
    try #require(mkfifo(path, 0o600) == 0)
    let link = folder.file("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    for name in [path, link] {
      let failure = #expect(throws: Failure.self) {
        try OutputFile(path: name, replacing: true)
      }
      #expect(failure?.code == .refusedOutput)
    }
    #expect(try folder.entries() == ["link", "pipe"])
  }

  @Test func aFullDiskIsNamed() throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    let failure = Failure.system("can't be written", ENOSPC, file: "x.csv")
    #expect(failure.description.contains("x.csv: can't be written: No space left"))
    #expect(failure.description.contains("Free some space"))
  }

  @Test func messagesCannotForgeLines() {
    let failure = Failure(.malformedInput, "bad\u{1B}[31m", file: "a\nb")
    #expect(failure.description == "a\\u{a}b: bad\\u{1b}[31m.")
  }

  @Test(arguments: [1, 2, 5]) func parallelKeepsOrderAndTheLowestError(threads: Int) throws {
    #expect(
      try Parallel.map(count: 1000, threads: threads) { $0 * $0 } == (0..<1000).map { $0 * $0 })
    struct Fault: Error, Equatable { let index: Int }
    #expect(throws: Fault(index: 300)) {
      try Parallel.forEach(count: 1000, threads: threads) { index in
        if index >= 300 && index % 100 == 0 { throw Fault(index: index) }
      }
    }
  }

  @Test(arguments: [1, 2, 5]) func partsAreTakenInOrderAndMadeAFewAhead(threads: Int) throws {
    struct Fault: Error, Equatable { let index: Int }
    let taken = Mutex(0)
    var order: [Int] = []
    try Parallel.inOrder(count: 200, threads: threads) { index in
      let known = taken.withLock { $0 }
      if index > known + threads + 1 { throw Fault(index: index) }
      if index % 7 == 0 { usleep(300) }
      return index * index
    } take: { index, part in
      #expect(part == index * index)
      order.append(index)
      taken.withLock { $0 = index + 1 }
    }
    #expect(order == Array(0..<200))
    order = []
    #expect(throws: Fault(index: 30)) {
      try Parallel.inOrder(count: 200, threads: threads) { index in
        if index >= 30 { throw Fault(index: index) }
        if index % 2 == 0 { usleep(300) }
      } take: { index, _ in
        order.append(index)
      }
    }
    #expect(order == Array(0..<30))
    #expect(throws: Fault(index: 4)) {
      try Parallel.inOrder(count: 9, threads: threads) {
        $0
      } take: { index, _ in
        if index == 4 { throw Fault(index: index) }
      }
    }
    try Parallel.inOrder(count: 0, threads: threads) {
      $0
    } take: { _, _ in
      throw Fault(index: 0)
    }
  }

  @Test func fewAndManyBytesKeepTheirOrder() throws {
    let file = try OutputFile(path: folder.file("mixed"), replacing: false)
    var expected: [UInt8] = []
    for (number, count) in [3, 1 << 20, 0, (1 << 18) - 1, 1, 1 << 18, (1 << 20) + 5, 2].enumerated()
    {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 31 + number) }
      if number % 2 == 0 {
        try bytes.withUnsafeBytes { try file.write($0) }
      } else {
        try file.write(bytes)
      }
      expected += bytes
    }
    try file.commit()
    #expect(try [UInt8](Data(contentsOf: URL(fileURLWithPath: folder.file("mixed")))) == expected)
  }

  @Test func digestOfTheStandardsExample() throws {
    let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    #expect(Digest.sha256(Data("abc".utf8)) == expected)
    #expect(try Digest.sha256(file: folder.write("abc", to: "abc")) == expected)
  }

  @Test func aChangeOfADigestedFileShows() throws {
    // More than a block, and a last one that is not full.
    let bytes = (0..<700_001).map { UInt8(truncatingIfNeeded: $0 * 7) }
    let path = folder.file("long")
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    #expect(try Digest.sha256(file: path) == Digest.sha256(bytes))
    var running = Digest.Running()
    running.update(bytes[..<300_000])
    running.update(bytes[300_000...])
    #expect(running.hexadecimal() == Digest.sha256(bytes))
  }
}
