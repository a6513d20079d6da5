/// A piece of HTML that is safe by the way it is made.
///
/// Only literals in the source count as HTML. What is interpolated is text and gets escaped, unless
/// it is markup itself:
///
///     let cell: Markup = "<td>\(text)</td>"
///
/// Interpolated text is safe between tags and within quoted attributes.
struct Markup: Sendable, Equatable {
  private(set) var html: String

  /// Joins pieces.
  init(_ pieces: [Markup]) { html = pieces.map(\.html).joined() }
}

extension Markup: ExpressibleByStringInterpolation {
  init(stringLiteral value: StaticString) { html = value.description }

  init(stringInterpolation: Interpolation) { html = stringInterpolation.html }

  struct Interpolation: StringInterpolationProtocol {
    fileprivate var html = ""

    init(literalCapacity: Int, interpolationCount: Int) { html.reserveCapacity(literalCapacity) }

    mutating func appendLiteral(_ literal: StaticString) { html += literal.description }

    /// Escapes a text.
    mutating func appendInterpolation(_ text: String) { html += escaped(text, marking: false) }

    /// Escapes a text and marks characters that nobody would see; not within attributes.
    mutating func appendInterpolation(marked text: String) { html += escaped(text, marking: true) }

    mutating func appendInterpolation(_ markup: Markup) { html += markup.html }

    mutating func appendInterpolation(_ pieces: [Markup]) {
      for piece in pieces { html += piece.html }
    }

    mutating func appendInterpolation(_ number: Int) { html += String(number) }

    /// Writes where something is in a drawing, to a tenth of a unit.
    mutating func appendInterpolation(at place: Double) {
      precondition(place.isFinite, "a place in a drawing must be finite, is \(place)")
      let tenths = Int((place * 10).rounded())
      let fraction = tenths % 10 == 0 ? "" : ".\(abs(tenths % 10))"
      html += (tenths < 0 && tenths > -10 ? "-0" : String(tenths / 10)) + fraction
    }
  }
}

/// Escapes scalar by scalar: as a `Character`, a quotation mark with a combining mark is no
/// quotation mark, but to a browser it is.
private func escaped(_ text: String, marking: Bool) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    default:
      if let stand = standIn(for: scalar) {
        result += marking ? "<span class=\"unseen\">\(stand)</span>" : stand
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
  }
  return result
}
