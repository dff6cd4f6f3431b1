public import Audit
import Biometrics
import Essentials
import Statistics

extension Page {
  /// The demonstration's report: the whole story from frames to reviewed matches.
  ///
  /// - Parameters:
  ///   - result: what the demonstration found.
  ///   - provenance: what the result does not know: versions, hashes of the inputs.
  /// - Returns: the page.
  /// - Throws: ``Failure`` (`malformedInput`) when a picture is no PNG file.
  public static func demo(_ result: DemoResult, provenance: [Block.Fact]) throws -> Page {
    let story = DemoStory(result)
    var sections = [Section("In short", story.summary)]
    let absent = result.searches.filter { $0.truth == .absent }
    let present = result.searches.filter { $0.truth != .absent }
    if !present.isEmpty {
      let title =
        absent.isEmpty ? "The searches" : "Searches for people whom the cameras saw"
      sections.append(try story.searches(title, intro: story.presentIntroduction, present))
    }
    if !absent.isEmpty {
      sections.append(
        try story.searches(
          "Searches for people whom no camera saw", intro: story.absentIntroduction, absent))
    }
    sections += [story.meanings, story.scores, story.rates, story.reviews, story.frames]
      .compactMap { $0 }
    let people = result.origin == .rendered ? "rendered people" : "\(result.origin.rawValue)s"
    return Page(
      title: "A face search, from camera frames to reviewed matches",
      summary: """
        \(result.searches.count) people were searched for among \(result.frames.enrolled) faces \
        that \(result.frames.cameras) cameras took of \(people). This page shows what was found, how \
        sure anyone may be of it, and what human review made of it.
        """,
      limits: result.limits.map { Prose($0) }, sections: sections,
      provenance: story.settings + provenance)
  }
}
