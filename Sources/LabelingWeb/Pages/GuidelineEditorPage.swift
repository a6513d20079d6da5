import Feedback
import HTML

/// Where an administrator writes a new version of the guideline.
struct GuidelineEditorPage: Page {
  let guideline: Guideline
  let text: String
  let problems: [FormProblem]

  init(_ guideline: Guideline, text: String? = nil, problems: [FormProblem] = []) {
    self.guideline = guideline
    self.text = text ?? guideline.text
    self.problems = problems
  }

  var name: StaticString { "guideline-editor" }
  var title: String { "Change the guideline" }

  func content(in context: PageContext) -> Markup {
    let area = TextArea(
      name: "text", label: "Version \(guideline.version + 1)", value: text,
      hint: """
        # and ## begin headings, - and 1. lists, > quotations; *emphasis*, **strong**, `code`. \
        Judgements keep the version that they were made under.
        """,
      attributes: " class=\"tall\" rows=\"24\" required=\"required\"")
    return """
      \(problems.summary)<form method="post" action="/settings/guideline">\
      \(context.formTokenField)
      \(area.element(problems))<button class="first">Put it in force</button>
      </form>
      """
  }
}
