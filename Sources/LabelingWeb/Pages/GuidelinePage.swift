import Feedback
import HTML

/// What labelers are asked to do, in one of its versions.
struct GuidelinePage: Page {
  let guideline: Guideline
  /// All versions.
  let versions: [Guideline]

  init(_ guideline: Guideline, versions: [Guideline]) {
    self.guideline = guideline
    self.versions = versions
  }

  var name: StaticString { "guideline" }
  var title: String { "Guideline" }

  func content(in context: PageContext) -> Markup {
    let latest = versions.map(\.version).max() ?? guideline.version
    let old: Markup =
      guideline.version == latest
      ? "" : "<p class=\"notice warning\">This is an old version.</p>\n"
    let edit: Markup =
      context.labeler?.role == .administrator
      ? "<p><a class=\"button\" href=\"/settings/guideline\">Change the guideline</a></p>\n" : ""
    return """
      <p class="soft">Version \(guideline.version), of \(moment(guideline.createdAt))</p>
      \(old)\(Markdown.markup(guideline.text))\(edit)\(versions.count > 1 ? others : "")
      """
  }

  private var others: Markup {
    let entries = versions.sorted { $0.version > $1.version }.map { version -> Markup in
      let isThis = version.version == guideline.version
      return """
        <li><a href="/guideline/\(version.version)"\(" aria-current=\"page\"", if: isThis)>\
        Version \(version.version)</a>, of \(moment(version.createdAt))</li>

        """
    }
    return "<h2>All versions</h2>\n<ul>\(entries)</ul>\n"
  }
}
