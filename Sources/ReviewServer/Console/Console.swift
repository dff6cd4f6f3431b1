import Essentials
import Foundation
package import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
public import Store

/// The console: a store, pages over it, and the server that shows them.
public struct Console: Sendable {
  let store: ConsoleStore
  let settings: ConsoleSettings
  /// Wrong invitations and class codes.
  let doors: RateLimiter
  /// Students who join.
  let seats: RateLimiter
  /// Files for the viewer.
  let files: RateLimiter
  /// The pictures that studies may show; nil where there are none.
  let library: FrameLibrary?
  /// The pairs of the lesson "Be the reviewer"; nil where there are none.
  let pairs: PairGallery?
  let origins = OriginsBox()
  /// The figures of studies that are under way.
  let board: FigureBoard

  /// Makes it; nothing is listened at yet.
  public init(store: ConsoleStore, settings: ConsoleSettings, library: FrameLibrary? = nil) {
    self.store = store
    board = FigureBoard(store, patience: .milliseconds(settings.figuresPatienceMilliseconds))
    self.settings = settings
    self.library = library
    pairs = library.flatMap { PairGallery($0) }
    doors = RateLimiter(perMinute: settings.doorAttemptsPerMinute, clock: settings.clock)
    seats = RateLimiter(perMinute: settings.studentsPerMinute, clock: settings.clock)
    files = RateLimiter(perMinute: settings.filesPerMinute, clock: settings.clock)
  }

  /// Serves until the process is told to stop (SIGTERM, SIGINT), then finishes what is under way.
  ///
  /// - Parameter ready: called with the port once requests are taken.
  /// - Throws: ``Failure`` (`unavailable`) where the address can't be listened at.
  public func run(ready: @escaping @Sendable (Int) async -> Void) async throws {
    do {
      try await application { port in
        await ready(port)
        // So that nobody who opens the first lesson waits for it.
        Task { _ = try? await LessonLibrary.lessons() }
      }.runService()
    } catch let error as IOError {
      throw Failure(
        .unavailable,
        "\(settings.address):\(settings.port) can't be listened at: \(Console.reason(error))",
        remedy: error.errnoCode == EADDRINUSE
          ? "Stop what is there already, or name another --port"
          : "Name another --address or --port")
    }
  }

  private static func reason(_ error: IOError) -> String {
    switch error.errnoCode {
    case EADDRINUSE: "another program listens there"
    case EADDRNOTAVAIL: "this machine has no such address"
    case EACCES, EPERM: "this user may not"
    default: "\(error)"
    }
  }

  /// The server over all routes.
  package func application(ready: @escaping @Sendable (Int) async -> Void)
    -> some ApplicationProtocol
  {
    var logger = Logger(label: "lookalike")
    logger.logLevel = .error
    let seconds = settings.requestSeconds
    let server = HTTPServerBuilder.http1(
      configuration: .init(
        additionalChannelHandlers: [RequestDeadline(seconds: seconds)],
        idleTimeout: .seconds(60),
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: 8 << 10, maxHeaderListSize: 16 << 10, maxHeaderFieldCount: 64)))
    return Application(
      router: router, server: server,
      configuration: ApplicationConfiguration(
        address: .hostname(settings.address, port: settings.port), serverName: nil, backlog: 1024,
        availableConnectionsDelegate: .maximum(settings.mostConnections, logger: logger)),
      onServerRunning: { channel in
        let port = channel.localAddress?.port ?? settings.port
        // The port is known only now, where 0 was asked for.
        origins.set(
          Origins(
            address: settings.address, port: port, publicOrigin: settings.publicOrigin))
        await ready(port)
      }, logger: logger)
  }

  /// All routes.
  var router: Router<ConsoleContext> {
    let router = Router(context: ConsoleContext.self, options: .autoGenerateHeadEndpoints)
    router.add(
      middleware: Gate(
        store: store, origins: origins,
        uploads: [
          "/studies": .init(most: 4 << 20, role: .auditor),
          ViewerPages.path: .init(most: ReportReader.most, role: nil),
        ]))
    for asset in Asset.all {
      router.get(RouterPath(asset.path)) { _, _ in asset.response }
    }
    let document = ByteBuffer(bytes: PackageResources.openapi_json)
    router.get("/api/openapi.json") { _, _ in
      Response(
        status: .ok, headers: [.contentType: "application/json"],
        body: ResponseBody(byteBuffer: document))
    }
    DoorPages(console: self).add(to: router)
    ReviewPages(console: self).add(to: router)
    StudyPages(console: self).add(to: router)
    AdjudicationPages(console: self).add(to: router)
    ExportPages(console: self).add(to: router)
    ReviewerPages(console: self).add(to: router)
    LessonPages(console: self).add(to: router)
    ClassPages(console: self).add(to: router)
    ViewerPages(console: self).add(to: router)
    return router
  }
}
