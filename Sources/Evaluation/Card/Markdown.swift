import Foundation
import HTML

/// Text in a Markdown document that is one piece and means nothing: no link, no heading, no HTML.
///
/// Whoever wrote a path, a column or a metric's name may have had other plans. What means something at the
/// start of a line alone, as `#`, is left, for no text stands there.
func markdown(_ text: String) -> String {
  var result = ""
  for scalar in visible(text, keepingLines: false).unicodeScalars {
    switch scalar {
    case "\n", "\r", "\t": result += " "
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    // A link begins with these without any bracket.
    case ":" where result.hasSuffix("http") || result.hasSuffix("https"): result += "&#58;"
    case "@": result += "&#64;"
    case _ where "\\`*_[]|~$".unicodeScalars.contains(scalar):
      result += "\\"
      result.unicodeScalars.append(scalar)
    case "." where result.hasSuffix("www"): result += "&#46;"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

/// A table of texts that mean nothing in Markdown.
func markdownTable(_ headers: [String], _ rows: [[String]]) -> String {
  func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
  let all =
    [headers, headers.map { _ in "---" }].map(line)
    + rows.map { line($0.map(markdown)) }
  return all.joined(separator: "\n")
}

/// A text as a YAML scalar, which JSON's strings are.
func yamlScalar(_ text: String) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = .withoutEscapingSlashes
  let data = try? encoder.encode(visible(text, keepingLines: false))
  return data.map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
}
