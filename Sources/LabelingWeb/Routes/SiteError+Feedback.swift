import Feedback

extension SiteError {
  /// What a page says of an error; of those that are not the visitor's affair, nothing.
  init(_ error: any Error) {
    switch error {
    case let error as SiteError: self = error
    case let error as FeedbackError: self = SiteError(feedback: error)
    case is FormFields.Fault: self = .malformed("The form cannot be read. Nothing was changed.")
    default: self = .failed
    }
  }

  private init(feedback error: FeedbackError) {
    switch error {
    case .notFound: self = .notFound
    case .refused(let reason): self = .conflict(sentence(reason))
    case .duplicate: self = .conflict("There is one like this already.")
    case .invalidAnswer(let problems):
      self = .conflict(sentence(problems.map(\.message).joined(separator: "; ")))
    case .diskFull: self = .diskFull
    case .busy: self = .busy
    default: self = .failed
    }
  }
}

/// Returns a reason as a sentence of its own.
func sentence(_ reason: String) -> String {
  let scalars = reason.unicodeScalars
  guard let first = scalars.first else { return reason }
  let begun = first.properties.uppercaseMapping + String(scalars.dropFirst())
  return scalars.last.map { [".", "!", "?"].contains($0) } == true ? begun : begun + "."
}
