/// What an address means: the routes at it, one for each thing to do, and its open parts.
struct RouteMatch: Equatable {
  var routes: [Route]
  var parameters: [String: String]

  /// Finds the routes at an address.
  ///
  /// Parts are compared byte by byte and nothing is tidied up: no `..`, no doubled or last slash
  /// leads anywhere. An open part takes one part, which is decoded once and must be UTF-8.
  ///
  /// - Parameter path: The path as it was sent, without the query.
  init?(path: String) {
    let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    routes = []
    parameters = [:]
    for route in Route.allCases {
      guard let found = Self.parameters(of: parts, in: route) else { continue }
      // A fixed address goes before one with open parts.
      if !routes.isEmpty, found.isEmpty != parameters.isEmpty {
        guard found.isEmpty else { continue }
        routes = []
      }
      routes.append(route)
      parameters = found
    }
    if routes.isEmpty { return nil }
  }

  private static func parameters(
    of parts: [Substring.UTF8View.SubSequence], in route: Route
  ) -> [String: String]? {
    let pattern = route.path.utf8.split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count == pattern.count else { return nil }
    var found: [String: String] = [:]
    for (part, wanted) in zip(parts, pattern) {
      if wanted.first == UInt8(ascii: "{") {
        guard !part.isEmpty, let name = String(wanted.dropFirst().dropLast()),
          let value = try? FormFields(urlEncoded: plusEscaped(part)).pairs.first?.name
        else { return nil }
        found[name] = value
      } else if !part.elementsEqual(wanted) {
        return nil
      }
    }
    return found
  }
}

/// In a path, unlike in a form, `+` means itself, and so do `=` and `&`.
private func plusEscaped(_ part: some Sequence<UInt8>) -> [UInt8] {
  part.flatMap { byte -> [UInt8] in
    switch byte {
    case UInt8(ascii: "+"): Array("%2B".utf8)
    case UInt8(ascii: "="): Array("%3D".utf8)
    case UInt8(ascii: "&"): Array("%26".utf8)
    default: [byte]
    }
  }
}
