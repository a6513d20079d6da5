import Datasets
import Foundation

/// Writes a line for the person at the keyboard, and not into what the command gives out.
func note(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

/// Says what went wrong in one sentence, whatever made the error.
func sentence(about error: any Error) -> String {
  let isOfFoundation = type(of: error) is NSError.Type || error is CocoaError || error is POSIXError
  let text = isOfFoundation ? error.localizedDescription : "\(error)"
  return text.replacing("\n", with: " ")
}

/// Input that a command cannot work with.
struct RefusedInput: Error, CustomStringConvertible {
  /// One sentence: what, where, and what to do.
  let description: String

  init(_ description: String) { self.description = description }
}

/// Returns a path as people write it: from the working folder where it is inside it.
func displayed(_ url: URL) -> String {
  let path = url.standardizedFileURL.path
  let here = FileManager.default.currentDirectoryPath + "/"
  return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
}

/// Returns a count with its noun: `1 row`, `2 rows`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

extension Content {
  /// The text, or the turns with their roles.
  var transcript: String {
    switch self {
    case .text(let text): text
    case .messages(let messages): messages.map { "\($0.role): \($0.content)\n" }.joined()
    }
  }
}
