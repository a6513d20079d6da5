/// The number of a fact in its table; numbers of different kinds of facts do not mix.
public struct Identifier<Subject>: Hashable, Sendable, Comparable {
  /// The number: 1 or more; 0 before the store has given one.
  public let number: Int64

  /// Creates an identifier from its number.
  public init(_ number: Int64) { self.number = number }

  /// What a fact has until the store gives it a number.
  public static var unassigned: Identifier { Identifier(0) }

  /// Returns whether the first was given out before the second.
  public static func < (first: Identifier, second: Identifier) -> Bool {
    first.number < second.number
  }
}

extension Identifier: LosslessStringConvertible {
  /// Creates an identifier from decimal digits, and from nothing else.
  public init?(_ text: String) {
    guard (1...18).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
      let number = Int64(text), number > 0
    else { return nil }
    self.init(number)
  }

  /// The number in decimal digits.
  public var description: String { String(number) }
}

extension Identifier: Codable {
  /// Reads the number.
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(Int64.self))
  }

  /// Writes the number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(number)
  }
}
