import Foundation

/// A file of JSON lines that a run writes beside its metrics.
struct RunLog {
  /// What its lines say, in the order they were written.
  let lines: [JSONTree]
  /// How many lines could not be read; an unfinished last one does not count.
  let unreadableCount: Int
  /// Whether there is such a file.
  let exists: Bool

  /// Reads what can be read: a process that was killed leaves half a line, and one that goes on
  /// after it writes more.
  init(_ name: String, in folder: URL) {
    let file = folder.appendingPathComponent(name)
    guard let data = FileManager.default.contents(atPath: file.path) else {
      (lines, unreadableCount, exists) = ([], 0, false)
      return
    }
    let decoder = JSONDecoder()
    let texts = data.split(separator: UInt8(ascii: "\n"))
    let read = texts.map { try? decoder.decode(JSONTree.self, from: $0) }
    let isCut = data.last != UInt8(ascii: "\n") && read.last == .some(nil)
    lines = read.compactMap(\.self)
    unreadableCount = read.count { $0 == nil } - (isCut ? 1 : 0)
    exists = true
  }
}

extension JSONTree {
  /// A member of an object.
  subscript(key: String) -> JSONTree? {
    guard case .object(let members) = self else { return nil }
    return members[key]
  }

  /// A text, and nothing else.
  var string: String? { if case .string(let string) = self { string } else { nil } }

  /// A whole number that fits.
  var int: Int? { number.flatMap { Int(exactly: $0) } }

  /// The elements of a list.
  var elements: [JSONTree] { if case .list(let elements) = self { elements } else { [] } }
}
