import Reports
import Store

/// The figures of studies that people work on, for auditors who watch.
///
/// To work them out takes as long as a study is large, and whoever looks asks every few seconds. So it is
/// done once for all who ask, and after it has taken long there is a rest. Who asks waits for figures that
/// are no older than the request, but not for long: then those before are shown, which say how old they
/// are. Figures of small studies are always of the moment.
actor FigureBoard {
  /// Figures that were worked out.
  struct Figures: Sendable {
    let markup: Markup
    /// When what they rest on was read, in milliseconds since 1970 UTC.
    let moment: Int64
    fileprivate let began: ContinuousClock.Instant
    fileprivate let rests: ContinuousClock.Instant
  }

  private static let rest = Duration.seconds(2)
  private static let most = 100

  private let store: ConsoleStore
  /// How long somebody waits; what takes less than a third of that is done at each request.
  private let patience: Duration
  private var latest: [String: Figures] = [:]
  private var underWay: Set<String> = []
  private var failures: [String: any Error] = [:]

  init(_ store: ConsoleStore, patience: Duration) {
    self.store = store
    self.patience = patience
  }

  /// The figures of `study`: of now, or the last ones; nil where the first are still worked out.
  ///
  /// - Throws: ``Failure`` where there are none before and the store can't be read.
  func figures(of study: Study) async throws -> Figures? {
    let asked = ContinuousClock.now
    while true {
      let now = ContinuousClock.now
      let last = latest[study.id]
      if let last, last.began >= asked || now < last.rests { return last }
      if let failure = failures.removeValue(forKey: study.id), last == nil { throw failure }
      if !underWay.contains(study.id) { begin(study) }
      if now - asked > patience { return last }
      try await Task.sleep(for: .milliseconds(2))
    }
  }

  private func begin(_ study: Study) {
    underWay.insert(study.id)
    Task {
      defer { underWay.remove(study.id) }
      do {
        try await workOut(study)
      } catch {
        failures[study.id] = error
      }
    }
  }

  private func workOut(_ study: Study) async throws {
    let (began, moment) = (ContinuousClock.now, Moment.now())
    let results = try await store.results(of: study)
    let markup = try await Background.run { try FiguresMarkup(results: results).live }
    let end = ContinuousClock.now
    let cost = end - began
    let rests = cost < patience / 3 ? end : end + max(FigureBoard.rest, cost * 2)
    if latest.count >= FigureBoard.most { latest.removeAll() }
    latest[study.id] = Figures(markup: markup, moment: moment, began: began, rests: rests)
  }
}
