import Feedback

/// Who is signed in.
struct Visitor: Sendable {
  let session: Session
  let labeler: Labeler
}
