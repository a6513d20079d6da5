import Feedback
import HTML

/// The marks on what is not as it should be; to exclude is to mark, never to delete.
struct TagsPage: Page {
  let tags: [QualityTag]
  let problems: [FormProblem]
  let fields: FormFields
  let notice: Notice?

  init(
    _ tags: [QualityTag], fields: FormFields? = nil, problems: [FormProblem] = [],
    notice: Notice? = nil
  ) {
    self.tags = tags
    self.problems = problems
    self.fields = fields ?? FormFields([])
    self.notice = notice
  }

  var name: StaticString { "tags" }
  var title: String { "Marks" }
  var isWide: Bool { true }

  func content(in context: PageContext) -> Markup {
    """
    \(notice?.element ?? "")\(problems.summary)<p>A mark says that something is not as it should \
    be. If it excludes, statistics and exports leave the thing out; nothing is ever deleted, and \
    a mark can be lifted.</p>
    \(table(context))<h2>Set a mark</h2>
    \(form(context))
    """
  }

  private func table(_ context: PageContext) -> Markup {
    guard !tags.isEmpty else { return "<p>There are no marks.</p>\n" }
    return PageTable(
      caption: "Marks, the latest first.",
      headers: ["Set", "On", "Mark", "Why", "Excludes", ""], rows: tags.map { row($0, context) }
    ).element
  }

  private func row(_ tag: QualityTag, _ context: PageContext) -> [Markup] {
    let number = tag.id.description
    let lift: Markup = """
      <form method="post" action="/tags/\(number)/lift">\(context.formTokenField)\
      <button aria-label="Lift mark \(number)">Lift</button></form>
      """
    return [
      moment(tag.createdAt), "\(tag.subject.rawValue) \(String(tag.subjectNumber))",
      "<bdi>\(marked: tag.name)</bdi>",
      "<span class=\"words\" dir=\"auto\">\(marked: tag.reason)</span>",
      tag.excludes ? "yes" : "no",
      tag.liftedAt.map { "lifted \(moment($0))" as Markup } ?? lift,
    ]
  }

  private func form(_ context: PageContext) -> Markup {
    func limit(_ count: Int) -> Markup { " required=\"required\" maxlength=\"\(count)\"" }
    let subjects = QualityTag.Subject.allCases.map { ($0.rawValue, $0.rawValue) }
    func field(_ name: String, _ label: String, _ hint: String?, _ attributes: Markup) -> Markup {
      TextField(
        name: name, label: label, value: fields.first(name) ?? "", hint: hint,
        attributes: attributes
      ).element(problems)
    }
    let subject = selection(
      name: "subject", label: "On", options: subjects, chosen: fields.first("subject") ?? "")
    let excludes = checkBox(
      id: "excludes", name: "excludes", value: "yes",
      label: "Leave it out of statistics and exports",
      isChecked: fields.first("excludes") != nil)
    return """
      <form method="post" action="/tags">\(context.formTokenField)
      <div class="field">\(subject)</div>
      \(field("number", "Its number", nil, " inputmode=\"numeric\" required=\"required\""))\
      \(field("name", "Mark", "Such as excluded or personal-data.", limit(60)))\
      \(field("reason", "Why", nil, limit(1000)))\(excludes)
      <button class="first">Set it</button>
      </form>
      """
  }
}
