import HTML

/// A line of text in a form, with its label.
struct TextField {
  let name: String
  let label: String
  var value = ""
  var hint: String?
  var type: Markup = "text"
  /// More attributes: `autocomplete`, `required`, limits; begins with a space.
  var attributes: Markup = ""

  func element(_ problems: [FormProblem]) -> Markup {
    """
    <div class="field"><label for="\(name)">\(label)</label>\(hintBelow(name, hint))\
    \(problems.beside(name))<input type="\(type)" id="\(name)" name="\(name)" \
    value="\(exact: value)"\(" dir=\"auto\"", if: type == "text")\
    \(problems.attributes(name, hint: hint != nil))\(attributes)/></div>

    """
  }
}

/// Several lines of text in a form, with their label.
struct TextArea {
  let name: String
  let label: String
  var value = ""
  var hint: String?
  var attributes: Markup = ""

  /// The first line break within a `textarea` is dropped by browsers, so one is put there.
  func element(_ problems: [FormProblem]) -> Markup {
    """
    <div class="field"><label for="\(name)">\(label)</label>\(hintBelow(name, hint))\
    \(problems.beside(name))<textarea id="\(name)" name="\(name)" dir="auto"\
    \(problems.attributes(name, hint: hint != nil))\(attributes)>
    \(exact: value)</textarea></div>

    """
  }
}

private func hintBelow(_ name: String, _ hint: String?) -> Markup {
  hint.map { "<p class=\"hint\" id=\"\(name)-hint\">\($0)</p>" } ?? ""
}

/// A choice among few, each of which is a button to press.
struct RadioChip {
  let name: String
  let value: String
  let label: Markup
  var isChecked = false
  /// The digit that chooses it.
  var key: Int?
  /// What a screen reader says, where the label is too short for it.
  var spoken: String?
  /// Whether it stands for no choice at all, and so is not set off when it is chosen.
  var isMild = false

  var element: Markup {
    let id = "\(name)-\(value.isEmpty ? "0" : value)"
    let speech: Markup = spoken.map { " aria-label=\"\($0)\"" } ?? ""
    let digit: Markup = key.map { " data-key=\"\($0)\"" } ?? ""
    return """
      <label class="chip\(" mild", if: isMild)" for="\(id)"><input type="radio" \
      id="\(id)" name="\(name)" value="\(exact: value)"\(digit)\(speech)\
      \(" checked=\"checked\"", if: isChecked)/>\(label)</label>
      """
  }
}

/// A box to tick, with its label.
func checkBox(
  id: String, name: String, value: String, label: Markup, isChecked: Bool
) -> Markup {
  """
  <label class="check" for="\(id)"><input type="checkbox" id="\(id)" name="\(name)" \
  value="\(exact: value)"\(" checked=\"checked\"", if: isChecked)/><span>\(label)</span></label>
  """
}

/// A choice among many, on one line.
func selection(
  name: String, label: String, options: [(value: String, title: String)], chosen: String,
  id: String? = nil, isLabelHidden: Bool = false
) -> Markup {
  let entries = options.map { option -> Markup in
    """
    <option value="\(exact: option.value)"\(" selected=\"selected\"", if: option.value == chosen)>\
    \(option.title)</option>
    """
  }
  let id = id ?? name
  let visible: Markup = isLabelHidden ? "" : "<label for=\"\(id)\">\(label)</label> "
  let spoken: Markup = isLabelHidden ? " aria-label=\"\(label)\"" : ""
  return "\(visible)<select id=\"\(id)\" name=\"\(name)\"\(spoken)>\(entries)</select>"
}
