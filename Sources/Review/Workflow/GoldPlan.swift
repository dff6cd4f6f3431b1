import Essentials

/// How many known items it takes, and what fewer would do: the power statement of a gold test.
public struct GoldPlan: Sendable, Equatable, Codable {
  /// The accuracy of an honest worker.
  public let honestAccuracy: Double
  /// The accuracy of one who guesses.
  public let guessAccuracy: Double
  /// The highest share of honest workers that may be flagged.
  public let falseAlarm: Double
  /// The share of guessers that must be found.
  public let power: Double
  /// The fewest items that do; nil where 10,000 do not suffice or honest workers are no better.
  public let fewest: GoldPower?
  /// What some numbers of items do with the strictest rule that honest workers pass.
  public let table: [GoldPower]

  /// Plans a test.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) for shares that are not strictly between 0 and 1 (an
  ///   honest worker may be always right).
  public init(
    honestAccuracy: Double, guessAccuracy: Double = 0.5, falseAlarm: Double = 0.05,
    power: Double = 0.9
  ) throws {
    guard honestAccuracy > 0, honestAccuracy <= 1, guessAccuracy > 0, guessAccuracy < 1,
      falseAlarm > 0, falseAlarm < 1, power > 0, power < 1
    else {
      throw Failure(
        .malformedInput, "accuracies, false alarm and power are shares between 0 and 1",
        remedy: "Write 0.05 for 5 %")
    }
    self.honestAccuracy = honestAccuracy
    self.guessAccuracy = guessAccuracy
    self.falseAlarm = falseAlarm
    self.power = power
    fewest = GoldPower.fewest(
      honestAccuracy: honestAccuracy, guessAccuracy: guessAccuracy, falseAlarm: falseAlarm,
      power: power)
    table = [5, 10, 20, 30, 50, 100].map {
      GoldPower(
        items: $0, honestAccuracy: honestAccuracy, guessAccuracy: guessAccuracy,
        falseAlarm: falseAlarm)
    }
  }

  /// The plan for people.
  public var summary: String {
    var lines: [String] = []
    if let fewest {
      lines.append(
        fewest.statement(honestAccuracy: honestAccuracy, guessAccuracy: guessAccuracy))
    } else if honestAccuracy <= guessAccuracy {
      lines.append(
        "No number of known items will do: an honest worker is right no more often than one who "
          + "guesses.")
    } else {
      lines.append("10,000 known items do not suffice.")
    }
    var rows = TextTable([
      .number("known items"), .number("right needed"), .number("honest flagged"),
      .number("guessers found"),
    ])
    for entry in table {
      rows.append([
        "\(entry.items)", "\(entry.rightNeeded)", Numerals.percent(entry.falseAlarm),
        Numerals.percent(entry.power),
      ])
    }
    lines += [""] + rows.lines() + ["", "Exact binomial shares: nothing was simulated."]
    return lines.joined(separator: "\n")
  }
}

extension GoldPower {
  /// What `items` do with the strictest rule that flags at most `falseAlarm` of honest workers.
  ///
  /// - Complexity: O(log items).
  init(items: Int, honestAccuracy: Double, guessAccuracy: Double, falseAlarm: Double) {
    // The chance to fall below grows with what is needed: the most that honest workers still pass.
    var needed = 0
    var tooMany = items + 1
    while tooMany - needed > 1 {
      let middle = (needed + tooMany) / 2
      if GoldPower.below(middle, items, honestAccuracy) > falseAlarm {
        tooMany = middle
      } else {
        needed = middle
      }
    }
    self.init(
      items: items, rightNeeded: needed,
      falseAlarm: GoldPower.below(needed, items, honestAccuracy),
      power: GoldPower.below(needed, items, guessAccuracy))
  }

  /// The rule and its two error rates in a sentence.
  public func statement(honestAccuracy: Double, guessAccuracy: Double = 0.5) -> String {
    "\(items) known items, at least \(rightNeeded) right: flags "
      + "\(Numerals.percent(power)) of those who guess (\(Numerals.percent(guessAccuracy)) right) "
      + "and \(Numerals.percent(falseAlarm)) of honest workers "
      + "(\(Numerals.percent(honestAccuracy)) right)."
  }
}
