extension Jinja {
  /// A piece of a template and the line that it starts on.
  struct Token {
    enum Kind: Equatable, CustomStringConvertible {
      case data(Text)
      case variableBegin, variableEnd, blockBegin, blockEnd, end
      case name(String)
      case string(Text)
      case integer(Int)
      case float(Double)
      case symbol(String)

      /// What messages call the token.
      var description: String {
        switch self {
        case .data: "text"
        case .variableBegin: "`{{`"
        case .variableEnd: "`}}`"
        case .blockBegin: "`{%`"
        case .blockEnd: "`%}`"
        case .end: "the end of the template"
        case .name(let name), .symbol(let name): "`\(name)`"
        case .string(let text): text.count > 40 ? "a text" : "the text `\(text.string)`"
        case .integer(let integer): "`\(integer)`"
        case .float(let float): "`\(float)`"
        }
      }
    }

    let kind: Kind
    let line: Int
  }

  /// Cuts a template into tokens, and applies whitespace control.
  ///
  /// `trim_blocks`: the newline after `%}` or `#}` goes. `lstrip_blocks`: so do spaces between the
  /// start of a line and `{%` or `{#`. `-` strips all whitespace on its side, `+` keeps it.
  struct Lexer {
    var source: [Unicode.Scalar]
    var position = 0
    var line = 1
    var tokens: [Token] = []
    private var isAtLineStart = true

    static func tokens(of source: String) throws -> [Token] {
      var lexer = Lexer(source)
      try lexer.scan()
      return lexer.tokens
    }

    private init(_ text: String) {
      source = Text(text).withNewlinesNormalized.scalars
      if source.last == "\n" { source.removeLast() }
    }

    private mutating func scan() throws {
      while position < source.count {
        var start = position
        while start < source.count, !isOpening(at: start) { start += 1 }
        guard start < source.count else {
          append(data: source[position...])
          position = start
          break
        }
        try scanTag(at: start)
      }
      append(.end)
    }

    private func isOpening(at index: Int) -> Bool {
      source[index] == "{" && index + 1 < source.count
        && (source[index + 1] == "{" || source[index + 1] == "%" || source[index + 1] == "#")
    }

    private mutating func scanTag(at start: Int) throws {
      let kind = source[start + 1]
      let sign = start + 2 < source.count ? source[start + 2] : " "
      append(data: stripped(position..<start, sign: sign, isVariable: kind == "{"))
      advance(to: start + (sign == "-" || sign == "+" ? 3 : 2))
      switch kind {
      case "#": try scanComment()
      case "{": try scanCode(from: .variableBegin, to: .variableEnd)
      default:
        if try !scanRaw() { try scanCode(from: .blockBegin, to: .blockEnd) }
      }
    }

    /// The data before a tag, less what its sign and `lstrip_blocks` take.
    private func stripped(
      _ range: Range<Int>, sign: Unicode.Scalar, isVariable: Bool
    ) -> ArraySlice<Unicode.Scalar> {
      let data = source[range]
      if sign == "-" {
        return data.prefix(through: data.lastIndex { !$0.isPythonSpace } ?? range.lowerBound - 1)
      }
      if sign == "+" || isVariable { return data }
      let newline = data.lastIndex(of: "\n")
      let lineStart = newline.map { $0 + 1 } ?? range.lowerBound
      guard newline != nil || isAtLineStart else { return data }
      return data[lineStart...].allSatisfy(\.isPythonSpace) ? data[..<lineStart] : data
    }

    private mutating func scanComment() throws {
      let start = position
      guard let close = find("#}", from: start) else {
        throw failure("a comment `{#` has no `#}`")
      }
      let sign = close > start ? source[close - 1] : " "
      finishTag(at: close, sign: sign, trimsNewline: true)
    }

    /// Scans `{% raw %}…{% endraw %}`, if that is what stands here.
    private mutating func scanRaw() throws -> Bool {
      guard let (end, sign) = matchTag("raw", from: position) else { return false }
      finishTag(at: end, sign: sign, trimsNewline: false)
      var start = position
      while start < source.count {
        if source[start] == "{", start + 1 < source.count, source[start + 1] == "%" {
          let opening = start + 2 < source.count ? source[start + 2] : " "
          let name = opening == "-" || opening == "+" ? start + 3 : start + 2
          if let (end, sign) = matchTag("endraw", from: name) {
            append(data: stripped(position..<start, sign: opening, isVariable: false))
            finishTag(at: end, sign: sign, trimsNewline: true)
            return true
          }
        }
        start += 1
      }
      throw failure("`{% raw %}` has no `{% endraw %}`")
    }

    /// Where the `%}` of a tag with only this name is, and the sign before it.
    private func matchTag(_ name: String, from start: Int) -> (Int, Unicode.Scalar)? {
      var index = skippingSpaces(from: start)
      for scalar in name.unicodeScalars {
        guard index < source.count, source[index] == scalar else { return nil }
        index += 1
      }
      index = skippingSpaces(from: index)
      guard index < source.count else { return nil }
      let sign = source[index]
      if sign == "-" || (sign == "+" && name == "endraw") { index += 1 }
      return starts("%}", at: index) ? (index, sign) : nil
    }

    /// Moves behind a closing of two characters, and over the whitespace that it takes.
    mutating func finishTag(at close: Int, sign: Unicode.Scalar, trimsNewline: Bool) {
      var end = close + 2
      if sign == "-" {
        end = skippingSpaces(from: end)
      } else if sign != "+", trimsNewline, end < source.count, source[end] == "\n" {
        end += 1
      }
      isAtLineStart = source[end - 1] == "\n"
      advance(to: end)
    }

    func skippingSpaces(from start: Int) -> Int {
      var index = start
      while index < source.count, source[index].isPythonSpace { index += 1 }
      return index
    }

    func starts(_ text: String, at start: Int) -> Bool {
      var index = start
      for scalar in text.unicodeScalars {
        guard index < source.count, source[index] == scalar else { return false }
        index += 1
      }
      return true
    }

    private func find(_ text: String, from start: Int) -> Int? {
      guard start < source.count else { return nil }
      return (start..<source.count).first { starts(text, at: $0) }
    }

    mutating func advance(to end: Int) {
      line += source[position..<end].count { $0 == "\n" }
      position = end
    }

    mutating func append(_ kind: Token.Kind) { tokens.append(Token(kind: kind, line: line)) }

    private mutating func append(data: ArraySlice<Unicode.Scalar>) {
      if !data.isEmpty { append(.data(Text(data))) }
    }

    func failure(_ reason: String) -> ChatTemplateError { .syntax(line: line, reason: reason) }
  }
}
