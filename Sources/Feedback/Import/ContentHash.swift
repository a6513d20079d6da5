import Datasets
import Foundation

/// Returns the hash under which a text is known: SHA-256 over the UTF-8 bytes of its composed form
/// (Unicode's NFC), in hexadecimal digits.
///
/// Texts that differ only in how accents are written are one; the text itself is kept as it came.
func contentHash(of text: String) -> String {
  sha256(of: text.precomposedStringWithCanonicalMapping)
}

/// Returns the hash under which a prompt is known.
///
/// SHA-256 over canonical JSON: a list of turns, each with `content` and `role`, in composed form.
func contentHash(of turns: [Message]) throws -> String {
  let composed = turns.map {
    Message(
      role: $0.role.precomposedStringWithCanonicalMapping,
      content: $0.content.precomposedStringWithCanonicalMapping)
  }
  return sha256(of: try JSONTree(encoding: composed).canonicalText)
}
