extension Jinja.Value {
  /// The value as Python's `str` writes it.
  var text: Text {
    switch self {
    case .undefined: ""
    case .string(let text): text
    default: representation
    }
  }

  /// The value as Python's `repr` writes it.
  var representation: Text {
    switch self {
    case .undefined: "Undefined"
    case .none: "None"
    case .boolean(let boolean): boolean ? "True" : "False"
    case .integer(let integer): Text(String(integer))
    case .float(let float): Text(Jinja.pythonDescription(of: float))
    case .string(let text): text.quoted
    case .items(let items): items.representation
    case .mapping(let mapping): mapping.representation
    case .namespace: "<Namespace>"
    case .loop(let loop): Text("<LoopContext \(loop.index + 1)/\(loop.elements.count)>")
    case .function(let function): Text("<function \(function.name)>")
    }
  }
}

extension Jinja.Items {
  fileprivate var representation: Jinja.Text {
    let (open, close) =
      switch kind {
      case .tuple: ("(", elements.count == 1 ? ",)" : ")")
      case .view(let name): (name + "([", "])")
      case .list, .generator: ("[", "]")
      }
    var result = Jinja.Text(open)
    for (index, element) in elements.enumerated() {
      if index > 0 { result.scalars += [",", " "] }
      result.scalars += element.representation.scalars
    }
    return result + Jinja.Text(close)
  }
}

extension Jinja.Mapping {
  fileprivate var representation: Jinja.Text {
    var result: Jinja.Text = "{"
    for (index, entry) in entries.enumerated() {
      if index > 0 { result.scalars += [",", " "] }
      result.scalars += entry.key.representation.scalars + [":", " "]
      result.scalars += entry.value.representation.scalars
    }
    return result + "}"
  }
}

extension Jinja.Text {
  /// The text in quotes as Python's `repr` writes it.
  fileprivate var quoted: Jinja.Text {
    let quote: Unicode.Scalar = scalars.contains("'") && !scalars.contains("\"") ? "\"" : "'"
    var result: [Unicode.Scalar] = [quote]
    for scalar in scalars {
      switch scalar {
      case quote, "\\": result += ["\\", scalar]
      case "\n": result += ["\\", "n"]
      case "\r": result += ["\\", "r"]
      case "\t": result += ["\\", "t"]
      default:
        if Self.isPrintable(scalar) {
          result.append(scalar)
        } else {
          result += Self.escape(scalar).unicodeScalars
        }
      }
    }
    return Jinja.Text(result + [quote])
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      false
    case .spaceSeparator: scalar == " "
    default: true
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case ..<0x100: "\\x" + Jinja.hexadecimal(scalar.value, digits: 2)
    case ..<0x10000: "\\u" + Jinja.hexadecimal(scalar.value, digits: 4)
    default: "\\U" + Jinja.hexadecimal(scalar.value, digits: 8)
    }
  }
}

extension Jinja {
  static func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }

  /// The shortest decimal text, with an exponent where Python writes one.
  static func pythonDescription(of number: Double) -> String {
    if number.isNaN { return "nan" }
    if number.isInfinite { return number < 0 ? "-inf" : "inf" }
    let text = number.description
    guard abs(number) >= 1e16, !text.contains("e") else { return text }
    // Swift writes digits up to 2⁵⁴, Python up to 10¹⁶; here the last two are ".0".
    let digits = text.drop { $0 == "-" }.dropLast(2)
    var fraction = digits.dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    let point = fraction.isEmpty ? "" : "."
    return (number < 0 ? "-" : "") + digits.prefix(1) + point + fraction
      + "e+\(digits.count - 1)"
  }
}
