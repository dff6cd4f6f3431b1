import Biometrics
import Foundation
import Review
import Store

extension StudyForm {
  /// A filled-in form.
  struct Filled {
    let design: StudyDesign
    let list: Data?
    let top: Int
    let proposedPercent: Int
  }

  /// Reads the form, and notes all that can't be accepted.
  ///
  /// - Returns: nil where there is a fault.
  static func read(_ fields: FormFields, origin: Origin) -> (filled: Filled?, faults: [FieldFault])
  {
    var reader = FieldReader(fields)
    let currency = reader.choice("currency", Money.Currency.self) ?? .usd
    let list = fields["list"]
    let propose = reader.integer("propose", in: 0...100)
    var design = StudyDesign(
      title: reader.text("title", most: 120), origin: origin, pay: pay(&reader, currency),
      seed: reader.seed(),
      source: list == nil
        ? "the candidate lists beside the pictures" : "a candidate list given by the auditor",
      proposal: "shown percentage of \(propose) or more; without one, the first of each list")
    design.score = reader.choice("score", StudyDesign.ScoreDisplay.self) ?? .hidden
    design.reviewers = reader.integer("reviewers", in: 1...10_000)
    design.overlap = reader.integer("overlap", in: 1...1000)
    if reader.accepts("overlap", "reviewers"), design.overlap > design.reviewers {
      reader.refuse("overlap", "This can’t be more than the reviewers expected.")
    }
    design.adaptive = adaptive(&reader, overlap: design.overlap)
    let minutes = reader.integer("returnAfter", in: 0...10_080, absent: 0)
    design.returnAfterMinutes = minutes == 0 ? nil : minutes
    design.secondLooks = reader.integer("secondLooks", in: 0...200)
    design.gold = reader.integer("gold", in: 0...200)
    design.breakEvery = reader.integer("breakEvery", in: 0...10_000)
    design.feePercent = reader.integer("fee", in: 0...100)
    let top = reader.integer("top", in: 1...20)
    // In the order of the page, whatever was read first.
    let order = labels.map(\.key)
    let faults = order.compactMap { name in reader.faults.first { $0.field == name } }
    guard reader.faults.isEmpty else { return (nil, faults) }
    return (
      Filled(
        design: design, list: list.map { Data($0.utf8) }, top: top, proposedPercent: propose), []
    )
  }

  private static func pay(_ reader: inout FieldReader, _ currency: Money.Currency) -> Money {
    let text = reader.text("pay")
    if let pay = try? Money(text, currency), (0...1_000_000_000).contains(pay.micros) { return pay }
    if !text.isEmpty { reader.refuse("pay", "This must be an amount such as 0.04, at most 1000.") }
    return .zero(currency)
  }

  /// The rule that stops before the overlap is reached; nil where the form does not ask for one.
  private static func adaptive(_ reader: inout FieldReader, overlap: Int) -> AdaptiveStop? {
    if reader.fields["stop"] == nil { return nil }
    guard reader.choice("stop", Stop.self) == .adaptive else { return nil }
    let stop = AdaptiveStop(
      fewest: reader.integer("fewest", in: 1...max(1, overlap)),
      surePercent: reader.integer("sure", in: 51...99),
      accuracyPercent: reader.integer("accuracy", in: 51...99))
    if reader.accepts("fewest", "sure", "accuracy", "overlap"), stop.lead > overlap {
      reader.refuse(
        "sure",
        "To be \(stop.surePercent) % sure with answers that are right with \(stop.accuracyPercent) %, "
          + "one side must lead by \(stop.lead): allow so many answers to each pair, or ask for less."
      )
    }
    return stop
  }

  private enum Stop: String, CaseIterable {
    case fixed, adaptive
  }
}
