internal import Foundation

/// Decompositions and compositions of scalars, taken from Foundation once.
///
/// NB: `tokenizers` 0.23 normalizes by the tables of Unicode 9. Characters that came later are left
/// as they are, and count as class 0.
struct CanonicalTables: Sendable {
  static let canonical = CanonicalTables(\.decomposedStringWithCanonicalMapping)
  static let compatibility = CanonicalTables(\.decomposedStringWithCompatibilityMapping)

  private let decompositions: [UInt32: [UInt32]]

  private init(_ decomposed: (String) -> String) {
    var decompositions: [UInt32: [UInt32]] = [:]
    for scalar in CanonicalTables.candidates {
      let parts = decomposed(String(scalar)).unicodeScalars.map(\.value)
      if parts != [scalar.value] { decompositions[scalar.value] = parts }
    }
    self.decompositions = decompositions
  }

  /// Every scalar but Hangul that Unicode 9 may decompose.
  private static var candidates: some Sequence<Unicode.Scalar> {
    let ranges: [ClosedRange<UInt32>] = [
      0xA0...0x33FF, 0xA69C...0xA7F9, 0xAB5C...0xAB5F, 0xF900...0xFFEE, 0x11099...0x115BB,
      0x1D15E...0x1D7FF, 0x1EE00...0x1F251, 0x2F800...0x2FA1D,
    ]
    return ranges.joined().lazy.compactMap { value in
      Unicode.Scalar(value).flatMap { $0.properties.isPresent(inUnicode: 9) ? $0 : nil }
    }
  }

  func decomposes(_ value: UInt32) -> Bool {
    Hangul.syllables.contains(value) || decompositions[value] != nil
  }

  func decomposition(of value: UInt32) -> [UInt32] {
    if value < 0xA0 { return [value] }
    if Hangul.syllables.contains(value) { return Hangul.parts(of: value) }
    return decompositions[value] ?? [value]
  }

  /// Whether a scalar may differ in a composed text; those that decompose only to be put together
  /// again do not.
  func mayCompose(_ value: UInt32) -> Bool {
    if Hangul.vowelsAndTails.contains(value) || CanonicalTables.seconds.contains(value) {
      return true
    }
    guard let parts = decompositions[value] else { return false }
    return !CanonicalTables.composites.contains(value)
      || parts != CanonicalTables.canonical.decompositions[value]
  }

  /// The canonical combining class, which orders marks.
  static func combiningClass(_ value: UInt32) -> UInt8 {
    guard value >= 0x300, let properties = Unicode.Scalar(value)?.properties else { return 0 }
    let combiningClass = properties.canonicalCombiningClass.rawValue
    return combiningClass != 0 && properties.isPresent(inUnicode: 9) ? combiningClass : 0
  }

  /// The scalar that two scalars make together.
  static func composition(of first: UInt32, _ second: UInt32) -> UInt32? {
    guard second >= 0x300 else { return nil }
    return Hangul.composition(of: first, second)
      ?? compositions[UInt64(first) << 32 | UInt64(second)]
  }

  private static let compositions: [UInt64: UInt32] = {
    var compositions: [UInt64: UInt32] = [:]
    for (value, parts) in canonical.decompositions {
      guard let last = parts.last, let scalar = Unicode.Scalar(value),
        composed([value]) == [value]
      else { continue }
      let rest = composed(parts.dropLast())
      if scalar.value >= 0xC0, rest.count == 1, let first = rest.first {
        compositions[UInt64(first) << 32 | UInt64(last)] = value
      }
    }
    return compositions
  }()

  private static let composites = Set(compositions.values)
  private static let seconds = Set(compositions.keys.map { UInt32(truncatingIfNeeded: $0) })

  private static func composed(_ values: some Sequence<UInt32>) -> [UInt32] {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: values.lazy.compactMap(Unicode.Scalar.init))
    return String(text).precomposedStringWithCanonicalMapping.unicodeScalars.map(\.value)
  }
}

/// Hangul syllables are composed by arithmetic.
private enum Hangul {
  static let syllables: Range<UInt32> = 0xAC00..<0xD7A4
  static let vowelsAndTails: Range<UInt32> = 0x1161..<0x11C3
  private static let leads: Range<UInt32> = 0x1100..<0x1113
  private static let vowels: Range<UInt32> = 0x1161..<0x1176
  /// The first of these stands for “no tail”.
  private static let tails: Range<UInt32> = 0x11A7..<0x11C3

  static func parts(of syllable: UInt32) -> [UInt32] {
    let index = syllable - syllables.lowerBound
    let tailCount = UInt32(tails.count)
    let vowelIndex = index / tailCount % UInt32(vowels.count)
    let leadIndex = index / tailCount / UInt32(vowels.count)
    let open = [leads.lowerBound + leadIndex, vowels.lowerBound + vowelIndex]
    return index % tailCount == 0 ? open : open + [tails.lowerBound + index % tailCount]
  }

  static func composition(of first: UInt32, _ second: UInt32) -> UInt32? {
    let tailCount = UInt32(tails.count)
    if leads.contains(first), vowels.contains(second) {
      let pair = (first - leads.lowerBound) * UInt32(vowels.count) + second - vowels.lowerBound
      return syllables.lowerBound + pair * tailCount
    }
    if syllables.contains(first), (first - syllables.lowerBound) % tailCount == 0,
      tails.dropFirst().contains(second)
    {
      return first + second - tails.lowerBound
    }
    return nil
  }
}
