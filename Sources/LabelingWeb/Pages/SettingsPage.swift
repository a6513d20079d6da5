import Feedback
import HTML

/// What holds for the whole project, for an administrator to change.
struct SettingsPage: Page {
  let settings: ProjectSettings
  let fields: FormFields
  let problems: [FormProblem]
  /// How often a browser reported that a page tried something that it may not do.
  let cspReportCount: Int
  let notice: Notice?

  init(
    _ settings: ProjectSettings, fields: FormFields? = nil, problems: [FormProblem] = [],
    cspReportCount: Int, notice: Notice? = nil
  ) {
    self.settings = settings
    self.fields = fields ?? SettingsForm.fields(of: settings)
    self.problems = problems
    self.cspReportCount = cspReportCount
    self.notice = notice
  }

  var name: StaticString { "settings" }
  var title: String { "Settings" }

  func content(in context: PageContext) -> Markup {
    """
    \(notice?.element ?? "")\(problems.summary)\
    <form method="post" action="/settings">\(context.formTokenField)
    \(line("name", "The project's name", attributes: " required=\"required\" maxlength=\"200\""))\
    \(lines("axes", "Axes of ratings, one on each line"))\
    \(lines("flags", "What can be wrong with a completion or a prompt, one on each line"))\
    \(number("gold_every", "One task in how many has a known answer (0 for none)", 0, 1000))\
    \(number("undo_count", "How many of the latest judgements may be changed", 0, 1000))\
    \(number("shortest_lease_seconds", "Shortest time of a loan, in seconds", 60, 86_400))\
    \(number("longest_lease_seconds", "Longest time of a loan, in seconds", 60, 86_400))\
    <button class="first">Save</button>
    </form>
    <h2>Guideline</h2>
    <p><a class="button" href="/settings/guideline">Change the guideline</a></p>
    <h2>Held-out prompts</h2>
    <p>\(settings.validationThousandths) in 1000 prompts are kept to choose with and \
    \(settings.testThousandths) in 1000 to measure with. This was frozen when the store was \
    made.</p>
    <h2>Reports of browsers</h2>
    <p id="policy-reports">\(reports)</p>
    """
  }

  private var reports: Markup {
    cspReportCount == 0
      ? "No browser reported that a page tried something that it may not do."
      : """
      Browsers reported \(cspReportCount) times that a page tried something that it may not do. \
      Look at the server's log: somebody may have planted code in a text, or a browser's extension \
      meddles.
      """
  }

  private func line(_ name: String, _ label: String, attributes: Markup) -> Markup {
    TextField(name: name, label: label, value: fields.first(name) ?? "", attributes: attributes)
      .element(problems)
  }

  private func lines(_ name: String, _ label: String) -> Markup {
    TextArea(
      name: name, label: label, value: fields.first(name) ?? "", attributes: " rows=\"6\""
    ).element(problems)
  }

  private func number(_ name: String, _ label: String, _ least: Int, _ most: Int) -> Markup {
    TextField(
      name: name, label: label, value: fields.first(name) ?? "", type: "number",
      attributes: " min=\"\(least)\" max=\"\(most)\" required=\"required\""
    ).element(problems)
  }
}
