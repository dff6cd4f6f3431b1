/// What is wrong with one field of a form, as a sentence for the person who filled it in.
struct FieldFault: Sendable, Equatable {
  let field: String
  let message: String
}

/// Reads a form field by field and notes every fault, so that the form can be given back with all of them.
struct FieldReader {
  let fields: FormFields
  private(set) var faults: [FieldFault] = []

  init(_ fields: FormFields) { self.fields = fields }

  /// Whether none of these fields has a fault so far.
  func accepts(_ fields: String...) -> Bool { !faults.contains { fields.contains($0.field) } }

  /// Notes that `field` can't be accepted; its first fault is the one that is told.
  mutating func refuse(_ field: String, _ message: String) {
    if !faults.contains(where: { $0.field == field }) {
      faults.append(FieldFault(field: field, message: message))
    }
  }

  /// The text of a field, which must be there and have at most `most` characters; else empty.
  mutating func text(_ name: String, most: Int = 200) -> String {
    guard let value = fields[name] else {
      refuse(name, "This is missing.")
      return ""
    }
    if value.count <= most { return value }
    refuse(name, "This must have at most \(most) characters.")
    return ""
  }

  /// The whole number in a field, within `range`.
  ///
  /// - Returns: the range's lower bound where it is none; `absent` where there is no such field.
  mutating func integer(_ name: String, in range: ClosedRange<Int>, absent: Int? = nil) -> Int {
    if let absent, fields[name] == nil { return absent }
    let text = text(name)
    if let value = Int(text), range.contains(value) { return value }
    refuse(
      name, "This must be a whole number from \(range.lowerBound) to \(range.upperBound).")
    return range.lowerBound
  }

  /// A seed: any whole number that is not negative.
  mutating func seed(_ name: String = "seed") -> UInt64 {
    if let seed = UInt64(text(name)) { return seed }
    refuse(name, "This must be a whole number that is not negative.")
    return 0
  }

  /// The choice in a field; nil where it is none.
  mutating func choice<Choice: RawRepresentable<String>>(_ name: String, _: Choice.Type) -> Choice?
  {
    let choice = fields[name].flatMap(Choice.init)
    if choice == nil { refuse(name, "This must be one of the choices offered.") }
    return choice
  }
}

extension [FieldFault] {
  /// What is wrong with `field`; nil for nothing.
  func text(_ field: String) -> String? { first { $0.field == field }?.message }
}

extension KeyValuePairs<String, String> {
  /// What `field` is called.
  func text(_ field: String) -> String { first { $0.key == field }?.value ?? field }
}
