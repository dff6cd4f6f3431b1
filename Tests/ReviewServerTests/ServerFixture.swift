import Essentials
import Foundation
import Hummingbird
import Imaging
import Review
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import ReviewServer
@testable import Store

/// A console that runs on a free port for one test, over pictures of noise.
final class ServerFixture {
  let folder: TemporaryFolder
  let store: ConsoleStore
  let console: Console
  private(set) var port = 0
  private var running: Task<Void, any Error>?

  init(requestSeconds: Int, doorAttempts: Int) async throws {
    folder = try TemporaryFolder()
    store = try ConsoleStore(folder: folder.file("data"))
    try ServerFixture.draw(folder)
    var settings = ConsoleSettings()
    settings.port = 0
    settings.requestSeconds = requestSeconds
    settings.doorAttemptsPerMinute = doorAttempts
    // However loaded the machine: tests look at figures of the moment, and no minute goes by.
    settings.figuresPatienceMilliseconds = 3_600_000
    let start = ContinuousClock.now
    settings.clock = { start }
    console = Console(
      store: store, settings: settings,
      library: try FrameLibrary(folder: folder.file("frames")))
    let console = console
    port = await withCheckedContinuation { continuation in
      running = Task.detached {
        try await console.application(ready: { continuation.resume(returning: $0) }).run()
      }
    }
  }

  func stop() async {
    running?.cancel()
    _ = await running?.result
  }

  /// Runs `body` against a console and makes sure afterwards that its store is whole.
  static func run(
    requestSeconds: Int = 600, doorAttempts: Int = 1000,
    _ body: (ServerFixture) async throws -> Void
  ) async throws {
    let fixture = try await ServerFixture(
      requestSeconds: requestSeconds, doorAttempts: doorAttempts)
    do {
      try await body(fixture)
      let found = try await fixture.store.verify()
      #expect(found.faults == [])
    } catch {
      await fixture.stop()
      throw error
    }
    await fixture.stop()
  }

  var visitor: Visitor { Visitor(RawClient(port: port)) }

  func auditor() async throws -> Visitor {
    let visitor = visitor
    try await visitor.join(console.link(try await console.auditorInvitation()))
    return visitor
  }

  static let studyFields: [(String, String)] = [
    ("title", "Noise & <b>bold</b>"), ("top", "4"), ("propose", "67"), ("score", "hidden"),
    ("reviewers", "2"), ("overlap", "2"), ("secondLooks", "1"), ("gold", "2"),
    ("breakEvery", "50"), ("pay", "0.04"), ("currency", "USD"), ("fee", "20"), ("seed", "3"),
  ]

  /// Makes a study by the form and returns its path.
  func study(_ auditor: Visitor, _ changes: [String: String] = [:]) async throws -> String {
    let known = Set(ServerFixture.studyFields.map(\.0))
    let fields =
      ServerFixture.studyFields.map { ($0.0, changes[$0.0] ?? $0.1) }
      + changes.filter { !known.contains($0.key) }.map { ($0.key, $0.value) }
    let answer = try await auditor.form("/studies", fields)
    #expect(answer.status == 303)
    return try #require(answer.headers["location"])
  }

  /// Invites somebody by the form and returns the link.
  func invite(_ auditor: Visitor, _ study: String, _ role: String, _ name: String = "")
    async throws -> String
  {
    let answer = try await auditor.form(study + "/invitations", [("role", role), ("name", name)])
    #expect(answer.status == 201)
    return String(try #require(answer.text.firstMatch(of: #/http:[^<"]+#[A-Za-z0-9_-]{43}/#)).0)
  }

  func reviewer(_ auditor: Visitor, _ study: String, _ name: String = "") async throws -> Visitor {
    let visitor = visitor
    try await visitor.join(invite(auditor, study, "reviewer", name))
    return visitor
  }

  /// Two frames, two probes, truth, and two candidate lists of four.
  private static func draw(_ folder: TemporaryFolder) throws {
    let root = folder.file("frames")
    try FileManager.default.createDirectory(
      atPath: root, withIntermediateDirectories: false)
    var random = RandomStream(seed: 5, purpose: "noise")
    for name in ["a", "b", "p", "q"] {
      var image = RGBImage(width: 120, height: 90)
      for place in image.bytes.indices { image.bytes[place] = UInt8(random.index(below: 256)) }
      try PNG.write(image, to: root + "/\(name).png")
    }
    let head = "file,camera,address,latitude,longitude,time,origin\n"
    let frames = ["a", "b"].map {
      "\($0).png,camera-\($0),\"1 <Street> \($0)\",1,2,2026-06-12T10:00:00Z,rendered\n"
    }
    try folder.write(head + frames.joined(), to: "frames/frames.csv")
    try folder.write(
      "file,probe,origin\np.png,p,rendered\nq.png,q,rendered\n", to: "frames/probes.csv")
    try folder.write("probe,person\np,x\nq,y\n", to: "frames/truth-probes.csv")
    let boxes = [(5, 5), (60, 5), (5, 50), (60, 50)]
    var truth = "file,person,x,y,width,height\n"
    for name in ["a", "b"] {
      for (place, box) in boxes.enumerated() {
        truth += "\(name).png,\(["x", "y", "z", "w"][place]),\(box.0),\(box.1),30,30\n"
      }
    }
    try folder.write(truth, to: "frames/truth.csv")
    let lists = ["p", "q"].enumerated().map { number, probe in
      let candidates = boxes.enumerated().map { rank, box in
        """
        {"rank":\(rank + 1),"row":\(rank),"frame":"\(["a", "b"][number]).png","camera":"camera",
         "address":"1 <Street>","time":"2026-06-12T10:00:00Z",
         "box":[\(box.0),\(box.1),30,30],"distance":0.\(rank + 3),"percent":\(97 - rank * 14)}
        """
      }
      return """
        {"probe":{"file":"anywhere/\(probe).png","facesFound":1,"box":[20,20,40,40]},
         "gallery":{"templates":8,"people":8,"isLabelled":false,"origin":"rendered"},
         "mapping":"logistic","candidates":[\(candidates.joined(separator: ","))]}
        """
    }
    try folder.write("[" + lists.joined(separator: ",") + "]", to: "frames/candidates.json")
  }
}

/// The work, as a test reads it.
struct Work: Decodable {
  struct Item: Decodable {
    let assignment: String
    let shown: String?
  }
  struct State: Decodable {
    let done: Int
    let total: Int
    let undo: String?
    let redo: String?
  }
  let state: State
  let items: [Item]
}

extension Visitor {
  func work() async throws -> Work {
    let answer = try await get("/api/review/work")
    #expect(answer.status == 200)
    return try answer.json(Work.self)
  }

  func answer(
    _ assignment: String, _ value: Int, key: String = UUID().uuidString, active: Int = 1200
  ) async throws -> RawClient.Answer {
    try await json(
      "/api/review/answers",
      """
      {"action":"answer","assignment":"\(assignment)","value":\(value),\
      "activeMilliseconds":\(active),"key":"\(key)"}
      """)
  }

  func step(_ action: String, _ assignment: String, key: String = UUID().uuidString) async throws
    -> RawClient.Answer
  {
    try await json(
      "/api/review/answers",
      "{\"action\":\"\(action)\",\"assignment\":\"\(assignment)\",\"key\":\"\(key)\"}")
  }
}
