import Foundation
import Review
import Testing

@Suite struct FunnelTests {
  static func candidate(_ list: Int, mated: Bool, proposed: Bool) -> ReviewCandidate {
    ReviewCandidate(list: list, isMated: mated, score: 0, isProposed: proposed)
  }

  @Test func everyCellIsCountedOnce() {
    let rows: [(Bool, Bool, PanelReview.Verdict)] = [
      (false, true, .different), (false, true, .same), (false, true, .undecided),
      (false, false, .same), (false, false, .different), (true, true, .same),
      (true, true, .different), (true, true, .undecided), (true, false, .same),
      (true, false, .different), (false, true, .different),
    ]
    let funnel = Funnel(
      candidates: rows.enumerated().map {
        Self.candidate($0.offset, mated: $0.element.0, proposed: $0.element.1)
      }, verdicts: rows.map(\.2))
    #expect(funnel.falseMatchesCorrected.count == 2)
    #expect(funnel.falseMatchesKept.count == 1)
    #expect(funnel.falseMatchesUndecided.count == 1)
    #expect(funnel.falseMatchesCreated.count == 1)
    #expect(funnel.falseMatchesCreated.proportion.trials == 2)
    #expect(funnel.trueMatchesConfirmed.count == 1 && funnel.trueMatchesLost.count == 1)
    #expect(funnel.trueMatchesUndecided.count == 1 && funnel.trueMatchesRecovered.count == 1)
    #expect(funnel.falseMatchesBeforeReview == 4 && funnel.falseMatchesAfterReview == 2)
    #expect(funnel.trueMatchesBeforeReview == 3 && funnel.trueMatchesAfterReview == 2)
    #expect(funnel.lists == 11 && funnel.candidates == 11)
  }

  /// One candidate a list: the clusters are the trials, so the interval is Wilson's, but for the
  /// ratio estimator's k/(k − 1).
  @Test func intervalsOfIndependentListsAreWilsonIntervals() throws {
    let candidates = (0..<42).map { Self.candidate($0, mated: false, proposed: true) }
    let verdicts = (0..<42).map { $0 < 16 ? PanelReview.Verdict.different : .same }
    let funnel = Funnel(candidates: candidates, verdicts: verdicts)
    let interval = try #require(funnel.falseMatchesCorrected.interval)
    let wilson = try #require(funnel.falseMatchesCorrected.proportion.wilson())
    #expect(abs(interval.lower - wilson.lower) < 0.005)
    #expect(abs(interval.upper - wilson.upper) < 0.005)
  }

  /// Candidates that all stand or fall with their list carry no more than the list.
  @Test func candidatesOfOneListCountAsOne() throws {
    let single = (0..<30).map { Self.candidate($0, mated: false, proposed: true) }
    let tenfold = (0..<300).map { Self.candidate($0 / 10, mated: false, proposed: true) }
    let few = Funnel(candidates: single, verdicts: (0..<30).map { $0 < 9 ? .same : .different })
    let many = Funnel(candidates: tenfold, verdicts: (0..<300).map { $0 < 90 ? .same : .different })
    let narrow = try #require(few.falseMatchesKept.interval)
    let wide = try #require(many.falseMatchesKept.interval)
    #expect(abs(narrow.lower - wide.lower) < 1e-12 && abs(narrow.upper - wide.upper) < 1e-12)
  }

  @Test func nothingToCountIsNotMeasurable() throws {
    let funnel = Funnel(candidates: [], verdicts: [])
    #expect(funnel.falseMatchesCorrected.proportion.rate == nil)
    #expect(funnel.falseMatchesCorrected.interval == nil)
    let none = Funnel(
      candidates: (0..<20).map { Self.candidate($0, mated: false, proposed: true) },
      verdicts: Array(repeating: .different, count: 20))
    let interval = try #require(none.falseMatchesKept.interval)
    #expect(interval.lower == 0 && abs(interval.upper - (1 - pow(0.025, 1.0 / 20))) < 1e-9)
    let data = try JSONEncoder().encode(none)
    #expect(try JSONDecoder().decode(Funnel.self, from: data) == none)
  }
}
