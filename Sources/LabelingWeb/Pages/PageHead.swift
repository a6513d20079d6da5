import Feedback
import HTML

/// The bar above every page: whose project it is, where one may go, and who is signed in.
struct PageHead {
  /// The name of the page below.
  let current: String
  let context: PageContext

  /// A place that some may go to.
  struct Place {
    let title: StaticString
    let page: StaticString
    let route: Route

    func isOpen(to role: Labeler.Role) -> Bool {
      guard case .roles(let roles) = route.audience else { return true }
      return roles.contains(role)
    }
  }

  /// Where one may go, in the order of the bar.
  static let places = [
    Place(title: "Work", page: "work", route: .work),
    Place(title: "My latest", page: "history", route: .history),
    Place(title: "Guideline", page: "guideline", route: .guideline),
    Place(title: "Disputes", page: "disputes", route: .disputes),
    Place(title: "Findings", page: "findings", route: .findings),
    Place(title: "People", page: "people", route: .people),
    Place(title: "Marks", page: "tags", route: .tags),
    Place(title: "Settings", page: "settings", route: .settings),
    Place(title: "Log", page: "log", route: .log),
  ]

  var element: Markup {
    """
    <header class="page-head"><div>
    <span class="project"><bdi>\(marked: context.settings.name)</bdi></span>
    \(context.labeler.map(navigation) ?? "")
    </div></header>
    """
  }

  private func navigation(for labeler: Labeler) -> Markup {
    let links = Self.places.filter { $0.isOpen(to: labeler.role) }.map { place -> Markup in
      let isCurrent = place.page.description == current
      return """
        <li><a href="\(place.route.path)"\
        \(" aria-current=\"page\"", if: isCurrent)>\(Markup(stringLiteral: place.title))</a></li>
        """
    }
    return """
      <nav aria-label="Pages"><ul>\(links)</ul></nav>
      <div class="who"><a href="/account"\(" aria-current=\"page\"", if: current == "account")>\
      <bdi>\(marked: labeler.handle)</bdi></a>
      <form id="sign-out" method="post" action="/logout">\(context.formTokenField)\
      <button class="quiet">Sign out</button></form></div>
      """
  }
}

extension PageContext {
  /// The hidden field without which no form is taken.
  var formTokenField: Markup {
    "<input type=\"hidden\" name=\"form_token\" value=\"\(formToken)\" autocomplete=\"off\"/>"
  }
}
