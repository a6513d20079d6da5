import Datasets

/// Returns the turns of a transcript such as those of the HH-RLHF data, and nothing for other text.
///
/// A transcript is `\n\nHuman: …\n\nAssistant: …` and so on; as a prompt it ends with the
/// assistant's mark. One space after a mark belongs to it.
func transcriptTurns(_ text: String) -> [Message]? {
  let bytes = Array(text.utf8)
  let (human, assistant) = (Array("\n\nHuman:".utf8), Array("\n\nAssistant:".utf8))
  guard bytes.starts(with: human), bytes.reversed().starts(with: assistant.reversed()) else {
    return nil
  }
  var turns: [Message] = []
  var role = ""
  var start = 0
  func close(at end: Int) {
    guard !role.isEmpty else { return }
    let content = withoutLeadingSpace(String(decoding: bytes[start..<end], as: UTF8.self))
    turns.append(Message(role: role, content: content))
  }
  for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") {
    for (mark, next) in [(human, "user"), (assistant, "assistant")]
    where bytes[index...].starts(with: mark) {
      close(at: index)
      (role, start) = (next, index + mark.count)
    }
  }
  return turns
}

/// Returns a text without the one space that it begins with, if it does.
func withoutLeadingSpace(_ text: String) -> String {
  text.utf8.first == UInt8(ascii: " ")
    ? String(decoding: text.utf8.dropFirst(), as: UTF8.self) : text
}
