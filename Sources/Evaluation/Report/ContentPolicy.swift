import Crypto
import Foundation
import HTML

/// Returns the policy of a page that runs its own script and has its own style, and no others: each
/// is allowed by the hash of exactly its text.
func interactiveContentPolicy(style: Markup, isLive: Bool) -> Markup {
  """
  default-src 'none'; script-src '\(contentHash(of: reportScript))'; \
  style-src '\(contentHash(of: style))'; \("connect-src 'self'; ", if: isLive)\
  base-uri 'none'; form-action 'none'
  """
}

/// Returns the hash of a script or a style as a policy names it.
private func contentHash(of text: Markup) -> String {
  "sha256-" + Data(SHA256.hash(data: Data(text.html.utf8))).base64EncodedString()
}
