/// What changed from one text to another, word by word.
///
/// The shortest way from one to the other, by Myers 1986 (“An O(ND) difference algorithm and its
/// variations”), as the standard library finds it.
struct WordDifference: Equatable {
  /// Words in a row that share a fate.
  enum Piece: Equatable {
    case same(String)
    case added(String)
    case removed(String)
  }

  /// The pieces, in the order of reading.
  let pieces: [Piece]
  /// Of the words of the later text, the share that was there before; 1 where there are none.
  let sharedShare: Double

  /// Compares two texts.
  init(from earlier: String, to later: String) {
    let old = words(of: earlier)
    let new = words(of: later)
    let changes = new.map(\.letters).difference(from: old.map(\.letters))
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in changes {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    pieces = merged(old, new, removed: removed, inserted: inserted)
    sharedShare =
      new.isEmpty ? 1 : Double(new.count - inserted.count) / Double(new.count)
  }
}

/// A word with the white space after it.
private struct Word {
  /// What is compared: canonically equal texts may differ, so not as a `String`.
  var letters: [UInt8]
  var text: String
}

private func words(of text: String) -> [Word] {
  var result: [Word] = []
  var letters = String.UnicodeScalarView()
  var space = String.UnicodeScalarView()
  func finish() {
    guard !letters.isEmpty || !space.isEmpty else { return }
    result.append(
      Word(letters: Array(String(letters).utf8), text: String(letters) + String(space)))
    (letters, space) = (.init(), .init())
  }
  for scalar in text.unicodeScalars {
    if scalar.properties.isWhitespace {
      space.append(scalar)
    } else {
      if !space.isEmpty { finish() }
      letters.append(scalar)
    }
  }
  finish()
  return result
}

private func merged(
  _ old: [Word], _ new: [Word], removed: Set<Int>, inserted: Set<Int>
) -> [WordDifference.Piece] {
  var pieces: [WordDifference.Piece] = []
  var (before, after) = (0, 0)
  while before < old.count || after < new.count {
    if removed.contains(before) {
      append(.removed(old[before].text), to: &pieces)
      before += 1
    } else if inserted.contains(after) {
      append(.added(new[after].text), to: &pieces)
      after += 1
    } else {
      append(.same(new[after].text), to: &pieces)
      before += 1
      after += 1
    }
  }
  return pieces
}

private func append(_ piece: WordDifference.Piece, to pieces: inout [WordDifference.Piece]) {
  switch (pieces.last, piece) {
  case (.same(let text), .same(let more)): pieces[pieces.count - 1] = .same(text + more)
  case (.added(let text), .added(let more)): pieces[pieces.count - 1] = .added(text + more)
  case (.removed(let text), .removed(let more)): pieces[pieces.count - 1] = .removed(text + more)
  default: pieces.append(piece)
  }
}
