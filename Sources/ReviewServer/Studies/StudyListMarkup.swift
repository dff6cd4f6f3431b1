import Biometrics
import Essentials
import Foundation
import Reports
import Store

/// The auditor's first page.
enum StudyListMarkup {
  static func page(_ studies: [Study], head: LogHead, _ session: Session?) -> WebPage {
    var main: [Markup] = [
      .tag(
        "p", ["class": "summary"],
        text:
          "A study shows pairs of faces to people, counts what they decide, and what that costs "
          + "them."),
      .tag("p", [:], [.tag("a", ["href": "/studies/new", "class": "button"], text: "New study")]),
    ]
    if studies.isEmpty {
      main.append(.tag("p", text: "There is no study yet."))
    } else {
      main.append(
        .tag(
          "ul", ["class": "cards"],
          studies.map { study in
            .tag(
              "li", [:],
              [
                .tag("a", ["href": "/studies/" + study.id], text: study.design.title),
                .tag(
                  "p", ["class": "hint"],
                  text: "\(day(study.created)) · \(study.pairs) pairs · origin "
                    + study.design.origin.rawValue + (study.isClosed ? " · closed" : "")),
              ])
          }))
    }
    main.append(
      Markup.facts([
        Block.Fact("Entries in the log", Prose(Numerals.grouped(head.count))),
        Block.Fact("Its head, as verify takes it", "\(code: head.argument)"),
      ]))
    main.append(
      .tag(
        "p", ["class": "hint"],
        text: "Write the head down: serve verify --head finds whether anything before it "
          + "was changed, or the log’s end cut off."))
    return WebPage("Studies", main, session: session)
  }

  /// The day of a point in time, UTC.
  static func day(_ milliseconds: Int64) -> String {
    let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    return String(date.ISO8601Format().prefix(10))
  }
}
