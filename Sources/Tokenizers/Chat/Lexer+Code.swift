extension Jinja.Lexer {
  private static let symbols = [
    "//", "**", "==", "!=", ">=", "<=",
    "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<", "=", ".", ":", "|", ",",
  ]

  /// Scans the inside of `{{ }}` or `{% %}`, and its closing.
  mutating func scanCode(from begin: Jinja.Token.Kind, to end: Jinja.Token.Kind) throws {
    append(begin)
    var open: [String] = []
    while true {
      advance(to: skippingSpaces(from: position))
      guard position < source.count else {
        throw failure(end == .variableEnd ? "`{{` has no `}}`" : "`{%` has no `%}`")
      }
      if open.isEmpty, scanClosing(end) { return }
      let scalar = source[position]
      if ("0"..."9").contains(scalar) {
        try scanNumber()
      } else if scalar == "_" || scalar.properties.isXIDStart {
        scanName()
      } else if scalar == "'" || scalar == "\"" {
        try scanString(quote: scalar)
      } else {
        try scanSymbol(&open)
      }
    }
  }

  private mutating func scanClosing(_ end: Jinja.Token.Kind) -> Bool {
    let text = end == .variableEnd ? "}}" : "%}"
    let sign = source[position]
    let isSigned = sign == "-" || (sign == "+" && end == .blockEnd)
    let close = isSigned ? position + 1 : position
    guard starts(text, at: close) else { return false }
    append(end)
    finishTag(at: close, sign: sign, trimsNewline: end == .blockEnd)
    return true
  }

  private mutating func scanName() {
    var end = position
    while end < source.count, source[end].properties.isXIDContinue { end += 1 }
    append(.name(Jinja.Text(source[position..<end]).string))
    position = end
  }

  private mutating func scanSymbol(_ open: inout [String]) throws {
    guard let symbol = Self.symbols.first(where: { starts($0, at: position) }) else {
      throw failure("`\(source[position])` is not expected here")
    }
    switch symbol {
    case "(": open.append(")")
    case "[": open.append("]")
    case "{": open.append("}")
    case ")", "]", "}":
      guard open.popLast() == symbol else { throw failure("`\(symbol)` closes nothing") }
    default: break
    }
    append(.symbol(symbol))
    position += symbol.utf8.count
  }

  private mutating func scanNumber() throws {
    if source[position] == "0", position + 1 < source.count,
      let radix = ["x": 16, "o": 8, "b": 2][source[position + 1].properties.lowercaseMapping]
    {
      let end = endOfDigits(from: position + 2, radix: radix)
      return try appendInteger(source[(position + 2)..<end], radix: radix, end: end)
    }
    var end = endOfDigits(from: position, radix: 10)
    let integerEnd = end
    // In `a.0.1` the digits are two subscripts.
    let mayHaveFraction = position == 0 || source[position - 1] != "."
    if mayHaveFraction, starts(".", at: end), isDigit(at: end + 1) {
      end = endOfDigits(from: end + 1, radix: 10)
    }
    if mayHaveFraction, starts("e", at: end) || starts("E", at: end) {
      let digits = starts("+", at: end + 1) || starts("-", at: end + 1) ? end + 2 : end + 1
      if isDigit(at: digits) { end = endOfDigits(from: digits, radix: 10) }
    }
    guard end > integerEnd else {
      return try appendInteger(source[position..<end], radix: 10, end: end)
    }
    let text = Jinja.Text(source[position..<end].filter { $0 != "_" }).string
    guard let number = Double(text) else { throw failure("`\(text)` is no number") }
    append(.float(number))
    position = end
  }

  private mutating func appendInteger(
    _ scalars: ArraySlice<Unicode.Scalar>, radix: Int, end: Int
  ) throws {
    let text = Jinja.Text(scalars.filter { $0 != "_" }).string
    guard let integer = Int(text, radix: radix) else {
      throw failure("`\(text)` is no integer of 64 bits")
    }
    let hasLeadingZero = radix == 10 && text.hasPrefix("0") && integer != 0
    guard !hasLeadingZero else { throw failure("the integer `\(text)` starts with 0") }
    append(.integer(integer))
    position = end
  }

  private func isDigit(at index: Int) -> Bool {
    index < source.count && ("0"..."9").contains(source[index])
  }

  private func endOfDigits(from start: Int, radix: Int) -> Int {
    var end = start
    while end < source.count {
      let isUnderscore = source[end] == "_" && end > start
      let next = isUnderscore ? end + 1 : end
      guard next < source.count, Int(String(source[next]), radix: radix) != nil else { break }
      end = next + 1
    }
    return end
  }

  private mutating func scanString(quote: Unicode.Scalar) throws {
    var end = position + 1
    var result: [Unicode.Scalar] = []
    while end < source.count, source[end] != quote {
      if source[end] == "\\" {
        try result.append(contentsOf: readEscape(&end))
      } else {
        result.append(source[end])
        end += 1
      }
    }
    guard end < source.count else { throw failure("the text has no closing \(quote)") }
    append(.string(Jinja.Text(result)))
    advance(to: end + 1)
  }

  /// Reads an escape as Python does; one it does not know stays as it is written.
  private func readEscape(_ index: inout Int) throws -> [Unicode.Scalar] {
    guard index + 1 < source.count else { throw failure("the text ends in a backslash") }
    let letter = source[index + 1]
    index += 2
    let plain: [Unicode.Scalar: Unicode.Scalar] = [
      "n": "\n", "r": "\r", "t": "\t", "\\": "\\", "'": "'", "\"": "\"",
      "a": "\u{7}", "b": "\u{8}", "f": "\u{C}", "v": "\u{B}",
    ]
    if let scalar = plain[letter] { return [scalar] }
    switch letter {
    case "\n": return []
    case "x": return [try readCode(&index, digits: 2...2, radix: 16)]
    case "u": return [try readCode(&index, digits: 4...4, radix: 16)]
    case "U": return [try readCode(&index, digits: 8...8, radix: 16)]
    case "N": throw failure("the escape `\\N` is not supported")
    case "0"..."7":
      index -= 1
      return [try readCode(&index, digits: 1...3, radix: 8)]
    default: return ["\\", letter]
    }
  }

  private func readCode(
    _ index: inout Int, digits: ClosedRange<Int>, radix: Int
  ) throws -> Unicode.Scalar {
    var text = ""
    while text.utf8.count < digits.upperBound, index < source.count,
      Int(String(source[index]), radix: radix) != nil
    {
      text.unicodeScalars.append(source[index])
      index += 1
    }
    guard text.utf8.count >= digits.lowerBound, let code = UInt32(text, radix: radix),
      let scalar = Unicode.Scalar(code)
    else { throw failure("an escape in a text names no character") }
    return scalar
  }
}
