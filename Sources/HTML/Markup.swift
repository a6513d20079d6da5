/// A piece of HTML that is safe by the way it is made.
///
/// Only literals in the source count as HTML. What is interpolated is text and gets escaped, unless
/// it is markup itself:
///
///     let cell: Markup = "<td>\(text)</td>"
///
/// Interpolated text is safe between tags and within quoted attributes.
public struct Markup: Sendable, Equatable {
  /// The HTML.
  public private(set) var html: String

  /// Joins pieces.
  public init(_ pieces: [Markup]) { html = pieces.map(\.html).joined() }
}

extension Markup: ExpressibleByStringInterpolation {
  /// Takes a literal of the source as HTML.
  public init(stringLiteral value: StaticString) { html = value.description }

  /// Joins literals, which are HTML, and what was interpolated, which was escaped.
  public init(stringInterpolation: Interpolation) { html = stringInterpolation.html }

  /// Escapes what is interpolated.
  public struct Interpolation: StringInterpolationProtocol {
    fileprivate var html = ""

    /// Makes room.
    public init(literalCapacity: Int, interpolationCount: Int) {
      html.reserveCapacity(literalCapacity)
    }

    /// Takes a literal of the source as HTML.
    public mutating func appendLiteral(_ literal: StaticString) { html += literal.description }

    /// Escapes a text.
    public mutating func appendInterpolation(_ text: String) {
      html += escaped(text, .standIns)
    }

    /// Escapes a text and marks characters that nobody would see; not within attributes.
    public mutating func appendInterpolation(marked text: String) {
      html += escaped(text, .markedStandIns)
    }

    /// Escapes a text and nothing more, for the fields of forms, which send back what they hold.
    public mutating func appendInterpolation(exact text: String) {
      html += escaped(text, .asTheyAre)
    }

    /// Takes markup as it is.
    public mutating func appendInterpolation(_ markup: Markup) { html += markup.html }

    /// Takes markup as it is where a condition holds.
    ///
    /// A literal in a conditional expression would be a text, and escaped; here it is markup.
    public mutating func appendInterpolation(_ markup: Markup, if condition: Bool) {
      if condition { html += markup.html }
    }

    /// Joins pieces of markup.
    public mutating func appendInterpolation(_ pieces: [Markup]) {
      for piece in pieces { html += piece.html }
    }

    /// Writes a number.
    public mutating func appendInterpolation(_ number: Int) { html += String(number) }

    /// Writes where something is in a drawing, to a tenth of a unit.
    public mutating func appendInterpolation(at place: Double) {
      precondition(place.isFinite, "a place in a drawing must be finite, is \(place)")
      let tenths = Int((place * 10).rounded())
      let fraction = tenths % 10 == 0 ? "" : ".\(abs(tenths % 10))"
      html += (tenths < 0 && tenths > -10 ? "-0" : String(tenths / 10)) + fraction
    }
  }
}

/// What becomes of characters that act unseen.
private enum UnseenCharacters {
  case asTheyAre, standIns, markedStandIns
}

/// Escapes scalar by scalar: as a `Character`, a quotation mark with a combining mark is no
/// quotation mark, but to a browser it is.
private func escaped(_ text: String, _ unseen: UnseenCharacters) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    default:
      if unseen != .asTheyAre, let stand = standIn(for: scalar) {
        result +=
          unseen == .markedStandIns ? "<span class=\"unseen\">\(stand)</span>" : stand
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
  }
  return result
}
