import Essentials
import Evaluation

/// The part of a page on whether stated probabilities come true.
struct CalibrationParts {
  let check: CalibrationCheck

  init(_ check: CalibrationCheck) { self.check = check }

  var section: Section {
    var blocks: [Block] = [
      .paragraph(
        """
        On average the probability stated is off by \
        \(Numerals.percent(check.expectedCalibrationError)) (the expected calibration error, over \
        \(Numerals.grouped(check.reliability.count)) comparisons weighted so that \
        \(Numerals.percent(check.prior)) are of one person).
        """), .figure(.reliability(check.reliability, mapping: check.name)),
    ]
    if !check.crossEntropy.isEmpty {
      var table = TextTable([
        .number("prior probability"), .number("bits lost"), .number("at best (PAV)"),
        .number("without scores"),
      ])
      for entropy in check.crossEntropy {
        table.append([
          Numerals.percent(entropy.prior), Numerals.fixed(entropy.stated, 6),
          Numerals.fixed(entropy.best, 6), Numerals.fixed(entropy.without, 6),
        ])
      }
      blocks += [
        .paragraph(
          """
          The empirical cross-entropy says what the stated likelihood ratios cost whoever acts on \
          them, by how likely one person was before looking. More bits than without scores: such \
          ratios do worse than silence.
          """), .table(table, caption: "Empirical cross-entropy in bits, by prior probability"),
      ]
    }
    return Section("Does the probability stated by \(check.name) come true", blocks)
  }
}
