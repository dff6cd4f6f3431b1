import Foundation

extension LookalikeBinary {
  /// Runs it with `arguments` and kills it, as a power cut would, as soon as `isTime` says so.
  ///
  /// - Returns: whether it was killed; false where it had ended before.
  public static func kill(_ arguments: [String], when isTime: () -> Bool) throws -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    while process.isRunning && !isTime() { usleep(500) }
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal
  }
}
