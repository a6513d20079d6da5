internal import Foundation

/// What SentencePiece replaces characters with, as its models carry it.
///
/// The file's `precompiled_charsmap` is base64 of: the size of a trie in bytes, 32 bits, lowest
/// byte first; the trie, a double array of 32-bit units as Darts-clone writes it; and the
/// replacements, which end in a zero byte each and are named by where they start.
struct CharacterMap: Sendable {
  private let units: [UInt32]
  private let replacements: [UInt8]

  init(_ field: JSONField) throws {
    guard let bytes = Data(base64Encoded: Data(try field.bytes())).map([UInt8].init) else {
      throw field.invalid("is not base64")
    }
    let words = { (range: Range<Int>) in
      stride(from: range.lowerBound, to: range.upperBound, by: 4).map { start in
        (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << (8 * UInt32($1)) }
      }
    }
    guard bytes.count >= 4, let size = words(0..<4).first, size % 4 == 0, size >= 4,
      size <= bytes.count - 4
    else { throw field.invalid("does not hold a trie of the size it names") }
    units = words(4..<4 + Int(size))
    replacements = Array(bytes[(4 + Int(size))...])
    guard String(validating: replacements, as: UTF8.self) != nil else {
      throw field.invalid("holds replacements that are not UTF-8")
    }
  }

  /// The text with what is replaced, or nil where nothing is.
  ///
  /// NB: as SentencePiece does not, but `tokenizers` does, a whole grapheme of less than six bytes
  /// is looked up first, and replaced whole by what replaces the shortest text it starts with.
  func changes(to bytes: [UInt8]) -> [AlignedText.Step]? {
    var steps: [AlignedText.Step] = []
    var isChanged = false
    for grapheme in String(decoding: bytes, as: UTF8.self) {
      let scalars = grapheme.unicodeScalars
      if grapheme.utf8.count < 6, let new = replacement(of: grapheme.utf8) {
        isChanged = true
        append(new, insteadOf: scalars.count, to: &steps)
        continue
      }
      for scalar in scalars {
        if let new = replacement(of: UTF8.encode(scalar) ?? .init()) {
          isChanged = true
          append(new, insteadOf: 1, to: &steps)
        } else {
          steps.append((scalar.value, 0))
        }
      }
    }
    return isChanged ? steps : nil
  }

  /// What is more than before counts as inserted after it, what is less as gone after the last.
  private func append(_ new: String, insteadOf oldCount: Int, to steps: inout [AlignedText.Step]) {
    let newScalars = new.unicodeScalars
    for (index, scalar) in newScalars.enumerated() {
      steps.append((scalar.value, index < oldCount ? 0 : 1))
    }
    let lostCount = oldCount - newScalars.count
    guard lostCount > 0, let last = steps.indices.last else { return }
    steps[last].change -= lostCount
  }

  /// What replaces the shortest start of a text that anything replaces.
  private func replacement(of text: some Sequence<UInt8>) -> String? {
    var node = offset(of: units[0])
    for byte in text {
      if byte == 0 { return nil }
      node ^= Int(byte)
      guard units.indices.contains(node), units[node] & 0x8000_00FF == UInt32(byte) else {
        return nil
      }
      let unit = units[node]
      node ^= offset(of: unit)
      guard unit & 0x100 != 0 else { continue }
      guard units.indices.contains(node) else { return nil }
      return replacement(at: Int(units[node] & 0x7FFF_FFFF))
    }
    return nil
  }

  private func offset(of unit: UInt32) -> Int {
    Int(unit >> 10) << Int((unit & 0x200) >> 6)
  }

  private func replacement(at start: Int) -> String? {
    guard start < replacements.count else { return nil }
    return String(decoding: replacements[start...].prefix { $0 != 0 }, as: UTF8.self)
  }
}
