/// A configuration as plain values that still know their Swift types.
///
/// JSON cannot tell `1` from `1.0`, and a recipe's values must be checked against what the Swift
/// property holds, so the tree keeps the difference.
enum ConfigurationTree: Equatable, Sendable {
  case null
  case boolean(Bool)
  /// An integer, and what its type can hold.
  case integer(Int128, in: ClosedRange<Int128> = .min ... .max)
  case number(Double)
  /// A text, with the only ones possible where its type lists them.
  case text(String, allowed: [String] = [])
  case list([ConfigurationTree])
  case object([String: ConfigurationTree], ObjectKind = .structure)

  /// What an object's keys are.
  enum ObjectKind: Equatable, Sendable {
    /// Properties of a structure: all are there, and there are no others.
    case structure
    /// The one case of an enumeration with payloads.
    case choice
    /// Data, in a dictionary: kept as they are written.
    case dictionary
  }
}

extension ConfigurationTree {
  /// The value as a person would write it on one line.
  var summary: String {
    if case .text(let text, _) = self { return text }
    return json(indentation: nil)
  }

  /// The dotted paths of all values, with their keys in snake case.
  func leafPaths(under path: [String] = []) -> [[String]] {
    guard case .object(let members, .structure) = self else { return [path] }
    return members.keys.sorted().flatMap { key in
      members[key]?.leafPaths(under: path + [snakeCase(key)]) ?? []
    }
  }
}

/// Returns the recipe's spelling of a Swift name: `useKLPenalty` is `use_kl_penalty`.
///
/// A word starts at a capital that follows a small letter or digit, and at the last capital of
/// several when a small letter follows it. Digits stay with the word before them: `beta1`.
func snakeCase(_ name: String) -> String {
  let letters = Array(name)
  var result = ""
  for (index, letter) in letters.enumerated() {
    if letter.isUppercase, index > 0, letters[index - 1] != "_" {
      let afterSmall = !letters[index - 1].isUppercase
      let beforeSmall = index + 1 < letters.count && letters[index + 1].isLowercase
      if afterSmall || beforeSmall { result.append("_") }
    }
    result += letter.lowercased()
  }
  return result
}

/// Returns the usual Swift spelling of a recipe's key, for places where no default names it.
func camelCase(_ key: String) -> String {
  let words = key.split(separator: "_", omittingEmptySubsequences: true)
  guard let first = words.first else { return key }
  return first + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
}
