extension Unicode.Scalar {
  /// Whether Python's `str.isspace` holds.
  var isPythonSpace: Bool {
    switch value {
    case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F,
      0x205F, 0x3000:
      true
    default: false
    }
  }

  /// Whether Python's `str.splitlines` ends a line here.
  fileprivate var isPythonLineBreak: Bool {
    switch value {
    case 0x0A...0x0D, 0x1C...0x1E, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }
}

extension Jinja {
  /// A text as Python sees it: a row of Unicode scalars.
  ///
  /// Swift's `Character` will not do: it makes one of `"\r\n"`, and takes a letter with a combining
  /// accent to equal the composed letter.
  struct Text: Hashable, Sendable, ExpressibleByStringLiteral {
    var scalars: [Unicode.Scalar]

    init(_ scalars: some Sequence<Unicode.Scalar>) { self.scalars = Array(scalars) }

    init(_ string: String) { scalars = Array(string.unicodeScalars) }

    init(stringLiteral value: String) { self.init(value) }

    var string: String {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars)
      return String(view)
    }

    var count: Int { scalars.count }

    static func + (left: Text, right: Text) -> Text { Text(left.scalars + right.scalars) }

    static func < (left: Text, right: Text) -> Bool {
      left.scalars.lexicographicallyPrecedes(right.scalars)
    }

    // MARK: Searching

    func contains(_ part: Text) -> Bool { firstIndex(of: part) != nil }

    func hasPrefix(_ part: Text) -> Bool { scalars.starts(with: part.scalars) }

    func hasSuffix(_ part: Text) -> Bool {
      scalars.count >= part.count && scalars.suffix(part.count).elementsEqual(part.scalars)
    }

    /// Where `part` first stands at or after `start`.
    func firstIndex(of part: Text, from start: Int = 0) -> Int? {
      let last = count - part.count
      guard start <= last else { return nil }
      return (start...last).first { matches(part, at: $0) }
    }

    func lastIndex(of part: Text) -> Int? {
      let last = count - part.count
      guard last >= 0 else { return nil }
      return (0...last).last { matches(part, at: $0) }
    }

    private func matches(_ part: Text, at start: Int) -> Bool {
      for offset in 0..<part.count where scalars[start + offset] != part.scalars[offset] {
        return false
      }
      return true
    }

    /// Where `part` stands, without overlap; an empty part stands between all characters.
    func indices(of part: Text, limit: Int = .max) -> [Int] {
      guard part.count > 0 else { return Array((0...count).prefix(limit)) }
      var result: [Int] = []
      var start = 0
      while result.count < limit, let index = firstIndex(of: part, from: start) {
        result.append(index)
        start = index + part.count
      }
      return result
    }

    // MARK: Changing

    /// The text without leading or trailing whitespace, or without the given characters.
    func stripped(of characters: Text? = nil, start: Bool = true, end: Bool = true) -> Text {
      let set = characters.map { Set($0.scalars) }
      func goes(_ scalar: Unicode.Scalar) -> Bool { set?.contains(scalar) ?? scalar.isPythonSpace }
      var slice = scalars[...]
      if start { slice = slice.drop(while: goes) }
      if end, let last = slice.lastIndex(where: { !goes($0) }) {
        slice = slice[...last]
      } else if end {
        slice = []
      }
      return Text(slice)
    }

    func replacing(_ old: Text, with new: Text, limit: Int, _ limits: Limits) throws -> Text {
      let places = indices(of: old, limit: limit)
      let grown = max(0, new.count - old.count).multipliedReportingOverflow(by: places.count)
      try limits.check(size: grown.overflow ? .max : grown.partialValue)
      var result: [Unicode.Scalar] = []
      var start = 0
      for place in places {
        result += scalars[start..<place] + new.scalars
        start = place + old.count
      }
      return Text(result + scalars[start...])
    }

    func split(by separator: Text, limit: Int) -> [Text] {
      var result: [Text] = []
      var start = 0
      for place in indices(of: separator, limit: limit) {
        result.append(Text(scalars[start..<place]))
        start = place + separator.count
      }
      return result + [Text(scalars[start...])]
    }

    /// Splits at runs of whitespace.
    func words(limit: Int = .max) -> [Text] {
      var result: [Text] = []
      var rest = scalars.drop(while: \.isPythonSpace)
      while !rest.isEmpty {
        guard result.count < limit, let end = rest.firstIndex(where: \.isPythonSpace) else {
          return result + [Text(rest)]
        }
        result.append(Text(rest[..<end]))
        rest = rest[end...].drop(while: \.isPythonSpace)
      }
      return result
    }

    var lines: [Text] {
      var result: [Text] = []
      var start = 0
      var index = 0
      while index < count {
        guard scalars[index].isPythonLineBreak else {
          index += 1
          continue
        }
        result.append(Text(scalars[start..<index]))
        let isPair = scalars[index] == "\r" && index + 1 < count && scalars[index + 1] == "\n"
        index += isPair ? 2 : 1
        start = index
      }
      return start < count ? result + [Text(scalars[start...])] : result
    }

    /// The text with `\n` for every `\r\n` and `\r`.
    var withNewlinesNormalized: Text {
      var result: [Unicode.Scalar] = []
      result.reserveCapacity(count)
      for (index, scalar) in scalars.enumerated() {
        if scalar == "\n", index > 0, scalars[index - 1] == "\r" { continue }
        result.append(scalar == "\r" ? "\n" : scalar)
      }
      return Text(result)
    }

    // MARK: Case

    var uppercased: Text { Text(scalars.flatMap { $0.properties.uppercaseMapping.unicodeScalars }) }

    var lowercased: Text {
      var result: [Unicode.Scalar] = []
      result.reserveCapacity(count)
      for (index, scalar) in scalars.enumerated() {
        if scalar == "Σ", isFinalSigma(at: index) {
          result.append("ς")
        } else {
          result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
        }
      }
      return Text(result)
    }

    /// A sigma that ends a word, with a cased letter before it, has a form of its own.
    private func isFinalSigma(at index: Int) -> Bool {
      let before = scalars[..<index].last { !$0.properties.isCaseIgnorable }
      let after = scalars[(index + 1)...].first { !$0.properties.isCaseIgnorable }
      return before?.properties.isCased == true && after?.properties.isCased != true
    }

    var capitalized: Text {
      guard let first = scalars.first else { return self }
      let head = Text(first.properties.titlecaseMapping)
      return head + Text(lowercased.scalars.dropFirst(Text([first]).lowercased.count))
    }

    /// As `str.title`: a letter is large where no letter stands before it.
    var titlecased: Text {
      var result: [Unicode.Scalar] = []
      var followsLetter = false
      for (index, scalar) in scalars.enumerated() {
        if !followsLetter {
          result += scalar.properties.titlecaseMapping.unicodeScalars
        } else if scalar == "Σ", isFinalSigma(at: index) {
          result.append("ς")
        } else {
          result += scalar.properties.lowercaseMapping.unicodeScalars
        }
        followsLetter = scalar.properties.isCased
      }
      return Text(result)
    }

    /// As the filter `title`: large after a space, hyphen or opening bracket.
    var titlecasedByWord: Text {
      let separators = Set("-({[<".unicodeScalars)
      var result = Text("")
      var word: [Unicode.Scalar] = []
      func finish() {
        if let first = word.first {
          result = result + Text([first]).uppercased + Text(word.dropFirst()).lowercased
        }
        word = []
      }
      for scalar in scalars {
        if scalar.isPythonSpace || separators.contains(scalar) {
          finish()
          result.scalars.append(scalar)
        } else {
          word.append(scalar)
        }
      }
      finish()
      return result
    }
  }
}

extension Jinja.Limits {
  func check(size: Int) throws {
    guard size <= self.size else {
      throw Jinja.Failure("a text or list grows over \(self.size) parts", .limit)
    }
  }
}
