/// A value that a chat template can be given.
public indirect enum ChatValue: Sendable, Equatable {
  /// The absence of a value: JSON's `null`, the template's `none`.
  case null
  /// A truth value.
  case boolean(Bool)
  /// A whole number.
  case integer(Int)
  /// A number with a fraction.
  case number(Double)
  /// Text.
  case string(String)
  /// Values in order.
  case list([ChatValue])
  /// Named values in order; where a name comes twice the last one counts.
  case dictionary([Entry])

  /// One named value of a dictionary.
  public struct Entry: Sendable, Equatable {
    /// The name.
    public var key: String
    /// What it stands for.
    public var value: ChatValue

    /// Creates a named value.
    public init(_ key: String, _ value: ChatValue) {
      self.key = key
      self.value = value
    }
  }
}

extension ChatValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// Creates the absence of a value.
  public init(nilLiteral: ()) { self = .null }
  /// Creates a truth value.
  public init(booleanLiteral value: Bool) { self = .boolean(value) }
  /// Creates a whole number.
  public init(integerLiteral value: Int) { self = .integer(value) }
  /// Creates a number with a fraction.
  public init(floatLiteral value: Double) { self = .number(value) }
  /// Creates text.
  public init(stringLiteral value: String) { self = .string(value) }
  /// Creates a list.
  public init(arrayLiteral elements: ChatValue...) { self = .list(elements) }
  /// Creates a dictionary that keeps the order it is written in.
  public init(dictionaryLiteral elements: (String, ChatValue)...) {
    self = .dictionary(elements.map { Entry($0.0, $0.1) })
  }
}
