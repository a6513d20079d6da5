extension Jinja {
  /// Writes values as Python's `json.dumps` does, which is what `tojson` means in chat templates:
  /// nothing is escaped for HTML.
  struct JSONWriter {
    var keepsNonASCII = true
    /// What one level is indented by; without it everything stays on one line.
    var indentation: Text?
    var itemSeparator: Text = ", "
    var keySeparator: Text = ": "
    var sortsKeys = false
    let limits: Limits
    private var result: [Unicode.Scalar] = []
    private var depth = 0

    init(limits: Limits) { self.limits = limits }

    mutating func text(of value: Value) throws -> Text {
      try write(value)
      return Text(result)
    }

    private mutating func write(_ value: Value) throws {
      try limits.check(size: result.count)
      switch value {
      case .none: write("null")
      case .boolean(let boolean): write(boolean ? "true" : "false")
      case .integer(let integer): write(String(integer))
      case .float(let float): write(Self.description(of: float))
      case .string(let text): write(quoted: text)
      case .items(let items) where items.kind == .list || items.kind == .tuple:
        try write(open: "[", close: "]", count: items.elements.count) { writer, index in
          try writer.write(items.elements[index])
        }
      case .mapping(let mapping): try write(mapping)
      default: throw Failure("\(value.kindName) cannot be written as JSON")
      }
    }

    private mutating func write(_ mapping: Mapping) throws {
      var entries = try mapping.entries.map { (key: try Self.key($0.key), value: $0.value) }
      if sortsKeys { entries.sort { $0.key < $1.key } }
      try write(open: "{", close: "}", count: entries.count) { writer, index in
        writer.write(quoted: entries[index].key)
        writer.result += writer.keySeparator.scalars
        try writer.write(entries[index].value)
      }
    }

    private mutating func write(
      open: String, close: String, count: Int, _ writeElement: (inout Self, Int) throws -> Void
    ) throws {
      write(open)
      depth += 1
      for index in 0..<count {
        if index > 0 { result += itemSeparator.scalars }
        try writeNewline()
        try writeElement(&self, index)
      }
      depth -= 1
      if count > 0 { try writeNewline() }
      write(close)
    }

    private mutating func writeNewline() throws {
      guard let indentation else { return }
      let (size, overflow) = indentation.count.multipliedReportingOverflow(by: depth)
      try limits.check(size: overflow ? .max : size)
      try limits.check(size: result.count)
      result.append("\n")
      for _ in 0..<depth { result += indentation.scalars }
    }

    private mutating func write(_ text: String) { result += text.unicodeScalars }

    private mutating func write(quoted text: Text) {
      result.append("\"")
      for scalar in text.scalars {
        switch scalar {
        case "\"", "\\": result += ["\\", scalar]
        case "\n": write("\\n")
        case "\r": write("\\r")
        case "\t": write("\\t")
        case "\u{8}": write("\\b")
        case "\u{C}": write("\\f")
        default:
          if scalar.value < 32 || (!keepsNonASCII && scalar.value > 126) {
            for unit in String(scalar).utf16 { write("\\u" + hexadecimal(UInt32(unit), digits: 4)) }
          } else {
            result.append(scalar)
          }
        }
      }
      result.append("\"")
    }

    private static func key(_ value: Value) throws -> Text {
      switch value {
      case .string(let text): text
      case .integer(let integer): Text(String(integer))
      case .float(let float): Text(description(of: float))
      case .boolean(let boolean): boolean ? "true" : "false"
      case .none: "null"
      default: throw Failure("\(value.kindName) cannot be a key in JSON")
      }
    }

    private static func description(of number: Double) -> String {
      if number.isNaN { return "NaN" }
      if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
      return pythonDescription(of: number)
    }
  }
}
