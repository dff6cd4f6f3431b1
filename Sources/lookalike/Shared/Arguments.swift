public import ArgumentParser
public import Biometrics

/// The two sides of "NAME=NUMBER", the number finite; nil for anything else.
func nameAndNumber(_ text: String) -> (name: Substring, number: Double)? {
  let parts = text.split(separator: "=", omittingEmptySubsequences: false)
  guard parts.count == 2, let number = Double(parts[1]), number.isFinite else { return nil }
  return (parts[0], number)
}

// Terms of the field that several commands take as an argument.

extension Origin: ExpressibleByArgument {}
extension Metric: ExpressibleByArgument {}
