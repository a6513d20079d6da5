import Feedback

/// What every page is told besides what it shows.
struct PageContext: Sendable {
  /// The project.
  var settings: ProjectSettings
  /// Who is signed in; nobody on the pages to sign in with and on some errors.
  var labeler: Labeler?
  /// What every form sends back as `form_token`, so that no other site can send it.
  var formToken: String
  /// The present moment.
  var now: Timestamp
}
