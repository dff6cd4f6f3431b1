/// What happens when labels are equally likely.
public enum TieRule: String, Sendable, Codable, CaseIterable {
  /// The first of them in the order of the labels.
  case lowest
  /// One of them, drawn with the seed; the same for the same task at any thread count.
  case random
  /// All of them, each with an equal share: the label shown is the lowest, `tied` names all.
  case fractional
  /// None: the task has no label.
  case abstain
}
