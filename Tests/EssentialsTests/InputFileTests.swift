import Essentials
import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct InputFileTests {
  /// Known by its time: two writes within a tick of the clock would be one.
  @Test func aLaterChangeShows() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("before", to: "a")
    let file = try InputFile(path: path)
    try file.requireUnchanged()
    let later = Date.now.addingTimeInterval(5)
    try FileManager.default.setAttributes([.modificationDate: later], ofItemAtPath: path)
    let failure = #expect(throws: Failure.self) { try file.requireUnchanged() }
    #expect(failure?.file == path && failure?.code == .inputOutput)
    try InputFile(path: path).requireUnchanged()
  }

  @Test func anotherFileInItsPlaceShows() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("before", to: "a")
    let file = try InputFile(path: path)
    try Data("before".utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    #expect(throws: Failure.self) { try file.requireUnchanged() }
    try FileManager.default.removeItem(atPath: path)
    #expect(throws: Failure.self) { try file.requireUnchanged() }
    #expect(try file.bytes(at: 0, count: 6) == Array("before".utf8))
  }

  /// Nobody writes to the pipe: to open it must not wait.
  @Test func aPipeIsRefusedAtOnce() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("pipe.npy")
    try #require(unsafe mkfifo(path, 0o600) == 0)
    let failure = #expect(throws: Failure.self) { _ = try InputFile(path: path) }
    #expect(failure?.summary == "is no regular file")
  }
}
