import Reports

/// A form that posts to one of our paths, with the session's companion token in it.
struct Form {
  let markup: Markup

  init(_ action: String, session: Session?, class name: String? = nil, _ content: [Markup]) {
    let token = session.map {
      [Markup.tag("input", ["type": "hidden", "name": "csrf", "value": $0.companion])]
    }
    markup = .tag(
      "form", ["method": "post", "action": action, "class": name], (token ?? []) + content)
  }

  /// A button that sends the form.
  static func submit(_ text: String, class name: String? = nil) -> Markup {
    .tag("button", ["type": "submit", "class": name], text: text)
  }

  /// A field with its label and, below it, what is wrong with what was entered and what it means.
  static func field(
    _ label: String, name: String, value: String = "", type: String = "text", hint: String? = nil,
    fault: String? = nil, isFirstFault: Bool = false, required: Bool = true,
    extra: [Markup.Attribute] = []
  ) -> Markup {
    let input = Markup.element(
      "input",
      [
        .init("id", "field-" + name), .init("name", name), .init("type", type),
        .init("value", value), .init("autocomplete", "off"),
      ] + (required ? [.init("required", "")] : [])
        + described(name, hint: hint, fault: fault, isFirstFault) + extra, [])
    return labelled(label, name, input, hint: hint, fault: fault)
  }

  /// A field of several lines.
  static func area(
    _ label: String, name: String, value: String, hint: String, fault: String?, isFirstFault: Bool
  ) -> Markup {
    let area = Markup.element(
      "textarea",
      [
        .init("id", "field-" + name), .init("name", name), .init("rows", "4"),
        .init("spellcheck", "false"),
      ] + described(name, hint: hint, fault: fault, isFirstFault), [.text(value)])
    return labelled(label, name, area, hint: hint, fault: fault)
  }

  /// A choice of one among several.
  static func choice(
    _ label: String, name: String, _ options: [(value: String, text: String)], chosen: String,
    hint: String? = nil, fault: String? = nil, isFirstFault: Bool = false
  ) -> Markup {
    let select = Markup.element(
      "select",
      [.init("id", "field-" + name), .init("name", name)]
        + described(name, hint: hint, fault: fault, isFirstFault),
      options.map { option in
        .tag(
          "option", ["value": option.value, "selected": option.value == chosen ? "" : nil],
          text: option.text)
      })
    return labelled(label, name, select, hint: hint, fault: fault)
  }

  /// What can't be accepted, above a form that is given back: each with the way to its field.
  static func summary(_ faults: [FieldFault], labels: KeyValuePairs<String, String>) -> Markup {
    .tag(
      "div", ["class": "faults", "role": "alert"],
      [
        .tag("p", text: "Not accepted yet. What you entered still stands below."),
        .tag(
          "ul", [:],
          faults.map { fault in
            .tag(
              "li", [:],
              [
                .tag("a", ["href": "#field-" + fault.field], text: labels.text(fault.field)),
                .text(": " + fault.message),
              ])
          }),
      ])
  }

  /// What a field tells a screen reader of itself; the first that can't be accepted takes the focus.
  private static func described(
    _ name: String, hint: String?, fault: String?, _ isFirstFault: Bool
  ) -> [Markup.Attribute] {
    let notes = [(fault, "-fault"), (hint, "-hint")].compactMap { text, end in
      text.map { _ in "field-" + name + end }
    }
    return (notes.isEmpty ? [] : [.init("aria-describedby", notes.joined(separator: " "))])
      + (fault == nil ? [] : [.init("aria-invalid", "true")])
      + (isFirstFault ? [.init("autofocus", "")] : [])
  }

  private static func labelled(
    _ label: String, _ name: String, _ field: Markup, hint: String?, fault: String?
  ) -> Markup {
    let id = "field-" + name
    var parts = [Markup.tag("label", ["for": id], text: label), field]
    if let fault {
      parts.append(.tag("p", ["id": id + "-fault", "class": "fault"], text: fault))
    }
    if let hint { parts.append(.tag("p", ["id": id + "-hint", "class": "hint"], text: hint)) }
    return .tag("div", ["class": "field"], parts)
  }
}
