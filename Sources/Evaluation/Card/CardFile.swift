public import Foundation
import Runs

/// The line that says that a card is ours, and which text it had.
private let markerStart = "<!-- Written by rlhf card"

extension ModelCard {
  /// Writes README.md into a folder, unless a person wrote the one that is there.
  ///
  /// A card that was changed by hand is a person's: the line at its end no longer fits its text.
  ///
  /// - Returns: Whether it was written.
  /// - Throws: `RunError` when the folder cannot be written.
  @discardableResult
  public func write(into folder: URL) throws -> Bool {
    let file = folder.appendingPathComponent("README.md")
    guard ModelCard.mayReplace(file) else { return false }
    try writeAtomically(Data(marked(text).utf8), to: file)
    return true
  }

  /// Whether there is no such file, or one that is as `write(into:)` left it.
  public static func mayReplace(_ file: URL) -> Bool {
    guard FileManager.default.fileExists(atPath: file.path) else { return true }
    guard let data = try? Data(contentsOf: file) else { return false }
    let found = String(decoding: data, as: UTF8.self)
    guard let start = found.range(of: markerStart, options: .backwards)?.lowerBound else {
      return false
    }
    return marked(String(found[..<start].dropLast())) == found
  }
}

private func marked(_ text: String) -> String {
  var hash = RunningHash()
  hash.add(text)
  return text + "\n\(markerStart); change anything and it is yours, to stay. \(hash.digits) -->\n"
}
