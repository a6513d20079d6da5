/// A system of writing, as far as a text can be told to be in it.
enum Script: Int, CaseIterable {
  case latin, greek, cyrillic, hebrew, arabic, indic, thai, hangul, eastAsian, other

  /// What it is called.
  var name: String {
    switch self {
    case .latin: "Latin"
    case .greek: "Greek"
    case .cyrillic: "Cyrillic"
    case .hebrew: "Hebrew"
    case .arabic: "Arabic"
    case .indic: "an Indic script"
    case .thai: "Thai"
    case .hangul: "Hangul"
    case .eastAsian: "Chinese or Japanese"
    case .other: "another script"
    }
  }

  init?(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x41...0x5a, 0x61...0x7a, 0xc0...0x24f, 0x1e00...0x1eff: self = .latin
    case ..<0x370: return nil
    case 0x370...0x3ff, 0x1f00...0x1fff: self = .greek
    case 0x400...0x52f: self = .cyrillic
    case 0x590...0x5ff: self = .hebrew
    case 0x600...0x77f, 0xfb50...0xfdff, 0xfe70...0xfeff: self = .arabic
    case 0x900...0xdff: self = .indic
    case 0xe00...0xe7f: self = .thai
    case 0x1100...0x11ff, 0xac00...0xd7af: self = .hangul
    case 0x3041...0x30ff, 0x3400...0x4dbf, 0x4e00...0x9fff, 0x20000...0x3fffd: self = .eastAsian
    default:
      guard scalar.properties.isAlphabetic else { return nil }
      self = .other
    }
  }

  /// Returns the script of at least 70 % of a text's letters, if there are twenty.
  ///
  /// An ideograph counts as three letters, for it says about as much.
  static func mostly(in text: String) -> Script? {
    var counts = Array(repeating: 0, count: allCases.count)
    for scalar in text.unicodeScalars {
      guard let script = Script(scalar) else { continue }
      counts[script.rawValue] += script == .eastAsian ? 3 : 1
    }
    let total = counts.reduce(0, +)
    guard total >= 20 else { return nil }
    return allCases.first { counts[$0.rawValue] * 10 >= total * 7 }
  }
}
