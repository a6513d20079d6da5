import Feedback

/// Between the fields of the settings' form and the settings that they mean.
enum SettingsForm {
  /// Returns the fields that mean some settings.
  static func fields(of settings: ProjectSettings) -> FormFields {
    FormFields([
      ("name", settings.name), ("axes", settings.axes.joined(separator: "\n")),
      ("flags", settings.flags.joined(separator: "\n")),
      ("undo_count", String(settings.undoCount)),
      ("shortest_lease_seconds", String(settings.shortestLeaseSeconds)),
      ("longest_lease_seconds", String(settings.longestLeaseSeconds)),
      ("gold_every", String(settings.goldEvery)),
    ])
  }

  /// Changes settings as the fields say; nothing is changed where something is wrong.
  ///
  /// - Returns: What is wrong.
  static func apply(_ fields: FormFields, to settings: inout ProjectSettings) -> [FormProblem] {
    var problems: [FormProblem] = []
    func number(_ name: String, _ range: ClosedRange<Int>) -> Int {
      if let text = fields.first(name), let value = Int(text), range.contains(value) {
        return value
      }
      problems.append(
        FormProblem(
          name, "This must be a whole number from \(range.lowerBound) to \(range.upperBound)."))
      return range.lowerBound
    }
    func list(_ name: String, atMost limit: Int) -> [String] {
      let found = lines(fields.first(name))
      if found.count > limit || Set(found.map { Array($0.utf8) }).count < found.count {
        problems.append(FormProblem(name, "Write at most \(limit) lines, each of them once."))
      }
      if found.contains(where: { $0.utf8.count > 100 }) {
        problems.append(FormProblem(name, "A line may have at most 100 bytes."))
      }
      return found
    }
    var changed = settings
    if let name = filledText(fields.first("name")), name.utf8.count <= 800 {
      changed.name = singleLine(name)
    } else {
      problems.append(FormProblem("name", "Give the project a name of at most 200 characters."))
    }
    changed.axes = list("axes", atMost: 9)
    if changed.axes.isEmpty { problems.append(FormProblem("axes", "Write at least one axis.")) }
    changed.flags = list("flags", atMost: 30)
    changed.undoCount = number("undo_count", 0...1000)
    changed.shortestLeaseSeconds = number("shortest_lease_seconds", 60...86_400)
    changed.longestLeaseSeconds = number("longest_lease_seconds", 60...86_400)
    changed.goldEvery = number("gold_every", 0...1000)
    if problems.isEmpty, changed.longestLeaseSeconds < changed.shortestLeaseSeconds {
      problems.append(
        FormProblem("longest_lease_seconds", "The longest time must not be below the shortest."))
    }
    if problems.isEmpty { settings = changed }
    return problems
  }

  /// Returns the lines that have something on them, without the white space around them.
  private static func lines(_ text: String?) -> [String] {
    (exactText(text) ?? "").unicodeScalars.split(separator: "\n").compactMap { line in
      filledText(singleLine(String(line)))
    }
  }

  /// Returns a text on one line, without the white space around it.
  private static func singleLine(_ text: String) -> String {
    text.unicodeScalars.split { $0.properties.isWhitespace }.map { String($0) }
      .joined(separator: " ")
  }
}
