import Feedback

/// A request that may be answered: it is known who sent it, and that a page of ours did.
struct SiteRequest: Sendable {
  /// What is asked.
  var route: Route
  /// The parts of the address that the route leaves open, by name.
  var parameters: [String: String] = [:]
  /// What comes after `?` in the address.
  var query = FormFields([])
  /// What was filled in.
  var form = FormFields([])
  /// Who is signed in.
  var visitor: Visitor?
  /// What forms of the answer send back.
  var formToken = ""
  /// The server as the browser addresses it: `http://127.0.0.1:8080`.
  var origin = ""
  /// Where it comes from, as far as limits go.
  var addressPrefix = ""
  /// Whether the script asks, rather than the browser for a page.
  var wantsJSON = false

  /// Who is signed in.
  ///
  /// - Throws: `SiteError.forbidden` if nobody is.
  var labeler: Labeler {
    get throws(SiteError) {
      guard let labeler = visitor?.labeler else { throw .forbidden }
      return labeler
    }
  }

  /// Reads a part of the address as a number in a table.
  ///
  /// - Throws: `SiteError.notFound` where it is none.
  func identifier<Subject>(
    _ name: String, _ subject: Subject.Type = Subject.self
  ) throws(SiteError) -> Identifier<Subject> {
    guard let text = parameters[name], let identifier = Identifier<Subject>(text) else {
      throw .notFound
    }
    return identifier
  }

  /// Reads a field as a number.
  func number(_ name: String, in range: ClosedRange<Int>) -> Int? {
    form.first(name).flatMap { Int($0) }.flatMap { range.contains($0) ? $0 : nil }
  }
}
