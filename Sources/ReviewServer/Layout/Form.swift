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

  /// A field with its label and, below it, what it means.
  static func field(
    _ label: String, name: String, value: String = "", type: String = "text", hint: String? = nil,
    required: Bool = true, extra: [Markup.Attribute] = []
  ) -> Markup {
    let id = "field-" + name
    let input = Markup.element(
      "input",
      [
        .init("id", id), .init("name", name), .init("type", type), .init("value", value),
        .init("autocomplete", "off"),
      ] + (required ? [.init("required", "")] : [])
        + (hint == nil ? [] : [.init("aria-describedby", id + "-hint")]) + extra, [])
    var parts = [Markup.tag("label", ["for": id], text: label), input]
    if let hint { parts.append(.tag("p", ["id": id + "-hint", "class": "hint"], text: hint)) }
    return .tag("div", ["class": "field"], parts)
  }

  /// A choice of one among several.
  static func choice(
    _ label: String, name: String, _ options: [(value: String, text: String)], chosen: String,
    hint: String? = nil
  ) -> Markup {
    let id = "field-" + name
    var parts: [Markup] = [
      .tag("label", ["for": id], text: label),
      .tag(
        "select", ["id": id, "name": name, "aria-describedby": hint == nil ? nil : id + "-hint"],
        options.map { option in
          .tag(
            "option",
            ["value": option.value, "selected": option.value == chosen ? "" : nil],
            text: option.text)
        }),
    ]
    if let hint { parts.append(.tag("p", ["id": id + "-hint", "class": "hint"], text: hint)) }
    return .tag("div", ["class": "field"], parts)
  }
}
