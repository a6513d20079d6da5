/// Parts two texts that begin alike into a prompt and what each adds to it.
///
/// A transcript of the HH-RLHF data is parted after the last turn mark of the assistant that both
/// have; the completions then begin with the space that follows it. Other texts are parted where
/// they first differ, before a space that stands there. The prompt is never all of a text.
func partedTexts(_ first: String, _ second: String) -> (prompt: String, rest: [String]) {
  let (a, b) = (Array(first.utf8), Array(second.utf8))
  let common = commonPrefixCount(a, b)
  let end = lastTurnMarkEnd(in: a[..<common]) ?? plainPromptCount(a, b, common: common)
  func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
  return (text(a[..<end]), [text(a[end...]), text(b[end...])])
}

/// Parts conversations into the turns with which all begin, and what each adds to them.
func partedConversations(
  _ conversations: [[Message]]
) -> (prompt: [Message], rest: [[Message]]) {
  let shortest = conversations.map(\.count).min() ?? 0
  var common = 0
  while common + 1 < shortest, Set(conversations.map { $0[common] }).count == 1 { common += 1 }
  return (
    Array(conversations.first?.prefix(common) ?? []), conversations.map { Array($0[common...]) }
  )
}

/// Returns how many bytes both begin with, without parting a character's bytes.
private func commonPrefixCount(_ first: [UInt8], _ second: [UInt8]) -> Int {
  var count = zip(first, second).prefix { $0 == $1 }.count
  while count > 0, isInsideScalar(count, first) || isInsideScalar(count, second) { count -= 1 }
  return count
}

private func isInsideScalar(_ position: Int, _ bytes: [UInt8]) -> Bool {
  position < bytes.count && bytes[position] & 0xc0 == 0x80
}

private func lastTurnMarkEnd(in bytes: ArraySlice<UInt8>) -> Int? {
  let mark = Array("\n\nAssistant:".utf8)
  guard bytes.count >= mark.count else { return nil }
  return (0...(bytes.count - mark.count)).last { bytes[$0...].starts(with: mark) }
    .map { $0 + mark.count }
}

/// Returns TRL's length of an implicit prompt, in bytes.
private func plainPromptCount(_ first: [UInt8], _ second: [UInt8], common: Int) -> Int {
  guard common < min(first.count, second.count) else {
    // One text is the other's beginning: it keeps its last character as a completion.
    var count = max(common - 1, 0)
    let shorter = first.count < second.count ? first : second
    while count > 0, isInsideScalar(count, shorter) { count -= 1 }
    return count
  }
  return common > 0 && first[common - 1] == UInt8(ascii: " ") ? common - 1 : common
}
