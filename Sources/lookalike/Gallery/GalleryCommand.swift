import ArgumentParser

/// `lookalike gallery`: what is done to enrolled templates as a whole.
struct GalleryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gallery",
    abstract: "Import, inspect, check, join, thin and compare galleries of templates.",
    subcommands: [
      GalleryImportCommand.self, GalleryInfoCommand.self, GalleryVerifyCommand.self,
      GalleryExportCommand.self, GalleryMergeCommand.self, GalleryForgetCommand.self,
      GalleryPairsCommand.self,
    ])
}
