import HTML

/// What is wrong with a field of a form, or with the form where the field has no name.
struct FormProblem: Sendable, Equatable {
  /// The field's name.
  var field: String
  /// A sentence that says what is wrong and what to do.
  var message: String

  /// Creates a problem.
  init(_ field: String, _ message: String) {
    self.field = field
    self.message = message
  }
}

extension [FormProblem] {
  /// All problems above a form, each a link to its field.
  var summary: Markup { summary(heading: "Nothing was saved yet") }

  /// All problems under a heading of their own; the script gives it the focus.
  func summary(heading: Markup) -> Markup {
    guard !isEmpty else { return "" }
    let entries = map { problem -> Markup in
      guard !problem.field.isEmpty else {
        return "<li dir=\"auto\">\(marked: problem.message)</li>"
      }
      return """
        <li dir="auto"><a href="#\(problem.field)">\(marked: problem.message)</a></li>
        """
    }
    return """
      <div class="problems" id="problems" role="alert" tabindex="-1">
      <h2>\(heading)</h2>
      <ul>\(entries)</ul>
      </div>

      """
  }

  /// The problems of one field, beside it.
  func beside(_ field: String) -> Markup {
    let found = filter { $0.field == field }
    guard !found.isEmpty else { return "" }
    let lines = found.map {
      "<p class=\"problem\" dir=\"auto\">\(marked: $0.message)</p>" as Markup
    }
    return "<div id=\"\(field)-problem\">\(lines)</div>"
  }

  /// The attributes that tie a control to its hint and to its problem.
  func attributes(_ field: String, hint: Bool = false) -> Markup {
    let hasProblem = contains { $0.field == field }
    let described = [hint ? "\(field)-hint" : nil, hasProblem ? "\(field)-problem" : nil]
      .compactMap(\.self).joined(separator: " ")
    let description: Markup = described.isEmpty ? "" : " aria-describedby=\"\(described)\""
    return "\(" aria-invalid=\"true\"", if: hasProblem)\(description)"
  }
}
