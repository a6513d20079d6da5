import Feedback
import HTML

/// What one address shows.
///
/// A page is a value: what it shows goes in, HTML comes out, and nothing is asked of a store.
/// Every element is closed, so that a page is also well-formed XML, which the tests rely on.
protocol Page {
  /// A name for style, script and tests; `data-page` of the body.
  var name: StaticString { get }
  /// What a browser's tab and the first heading say.
  var title: String { get }
  /// Whether it takes all the room a wide window has.
  var isWide: Bool { get }
  /// What comes below the first heading.
  func content(in context: PageContext) -> Markup
  /// The first heading, with what stands beside it.
  func heading(in context: PageContext) -> Markup
}

extension Page {
  var isWide: Bool { false }

  func heading(in context: PageContext) -> Markup { "<h1 dir=\"auto\">\(marked: title)</h1>\n" }

  /// The whole document.
  func document(in context: PageContext) -> Markup {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <meta name="color-scheme" content="light dark"/>
    <meta name="robots" content="noindex"/>
    <title>\(title) – \(context.settings.name)</title>
    <link rel="icon" href="\(Asset.icon.path)" type="image/svg+xml"/>
    <link rel="stylesheet" href="\(Asset.style.path)"/>
    <script src="\(Asset.script.path)" defer="defer"></script>
    </head>
    <body data-page="\(Markup(stringLiteral: name))"\(" class=\"wide\"", if: isWide)>
    <a class="skip-link" href="#main">Skip to the content</a>
    \(PageHead(current: name.description, context: context).element)
    <main id="main" tabindex="-1">
    \(heading(in: context))\(content(in: context))
    </main>
    </body>
    </html>

    """
  }
}
