import ArgumentParser

/// The command line: one file a command, no logic of its own.
///
/// A new command goes into a file of its own, in a folder by concept, and into `subcommands`. What
/// commands share stands in `Shared`; its overview is at the top of `Shared/CommandRunner.swift`.
@main
struct Lookalike: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lookalike",
    abstract: "An open audit bench for face matching.",
    version: Version.withMachine,
    subcommands: [
      AnatomyCommand.self,
      AuditCommand.self,
      BenchCommand.self,
      Calibrate.self,
      DemoCommand.self,
      Enroll.self,
      Evaluate.self,
      Explain.self,
      GalleryCommand.self,
      LessonCommand.self,
      MergeCommand.self,
      Operations.self,
      Render.self,
      ReviewCommand.self,
      Search.self,
      SimulateCommand.self,
    ])

  static func main() async {
    await CommandRunner.run(Lookalike.self)
  }
}
