import Foundation

extension LookalikeBinary {
  /// Runs it, or another `program`, and sends `signal` as soon as `isTime` says so: SIGKILL is a power cut.
  ///
  /// It waits and looks on a thread of its own: however busy the others are, it looks in time.
  ///
  /// - Returns: the exit code, or 128 and the signal that ended it.
  public static func kill(
    program: String = path, _ arguments: [String], with signal: Int32 = SIGKILL,
    when isTime: @escaping @Sendable () -> Bool
  ) async throws -> Int32 {
    try await withCheckedThrowingContinuation { ended in
      Thread.detachNewThread {
        ended.resume(
          with: Result {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: program)
            process.arguments = arguments
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            process.standardInput = FileHandle.nullDevice
            try process.run()
            while process.isRunning && !isTime() { usleep(500) }
            Foundation.kill(process.processIdentifier, signal)
            process.waitUntilExit()
            let isSignal = process.terminationReason == .uncaughtSignal
            return process.terminationStatus + (isSignal ? 128 : 0)
          })
      }
    }
  }
}
