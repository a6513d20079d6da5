/// Why a request gets no answer but a page that says so.
enum SiteError: Error, Equatable {
  /// The request is not as a browser of ours would send it.
  case malformed(String)
  /// The form did not come from a page of ours, or from one that is too old.
  case foreignForm
  /// Who is signed in may not do this.
  case forbidden
  /// There is no such page, or not for the one who asks.
  case notFound
  /// The page is there, and this cannot be done with it.
  case notAllowed([Route])
  /// The request says nowhere how long its body is.
  case lengthRequired
  /// The body is larger than any of ours.
  case tooLarge
  /// The body is no form.
  case unsupportedForm
  /// The request went to another server.
  case misdirected
  /// Too much is going on; a moment later it works.
  case busy
  /// Nothing can be kept on a full disk.
  case diskFull
  /// The request contradicts what is there; the reason is a sentence.
  case conflict(String)
  /// The program failed.
  case failed

  /// The status of the answer.
  var status: Int {
    switch self {
    case .malformed: 400
    case .foreignForm, .forbidden: 403
    case .notFound: 404
    case .notAllowed: 405
    case .conflict: 409
    case .lengthRequired: 411
    case .tooLarge: 413
    case .unsupportedForm: 415
    case .misdirected: 421
    case .failed: 500
    case .busy, .diskFull: 503
    }
  }

  /// What the page says, in a few words.
  var title: String {
    switch self {
    case .malformed, .lengthRequired, .unsupportedForm, .misdirected:
      "The request was not understood"
    case .foreignForm: "The form was not taken"
    case .forbidden: "Not for this account"
    case .notFound: "There is no such page"
    case .notAllowed: "This cannot be done here"
    case .conflict: "This cannot be done now"
    case .tooLarge: "That is too much at once"
    case .failed: "Something went wrong"
    case .busy: "Too busy for a moment"
    case .diskFull: "Nothing can be saved now"
    }
  }

  /// What the page says, and what to do.
  var text: String {
    switch self {
    case .malformed(let reason), .conflict(let reason): reason
    case .foreignForm:
      "It came from another site, or from a page that was open for too long. Nothing was changed. "
        + "Go back, reload the page and send it again."
    case .forbidden: "Your account may not see or do this. Ask who runs the project."
    case .notFound: "It may have been moved, or belong to somebody else."
    case .notAllowed: "The page is there, and does not take this kind of request."
    case .lengthRequired: "The request does not say how long it is. Nothing was changed."
    case .tooLarge: "Nothing was saved. Send less text at once."
    case .unsupportedForm: "Only forms are taken here. Nothing was changed."
    case .misdirected: "It went to a name that is not this server's."
    case .failed: "It was noted. Nothing was saved. Try again, or ask who runs the project."
    case .busy: "Try again in a few seconds. Nothing was changed."
    case .diskFull:
      "The server's disk is full. Nothing was saved, and nothing that was saved is lost. Ask who "
        + "runs the project, and send it again later."
    }
  }
}
