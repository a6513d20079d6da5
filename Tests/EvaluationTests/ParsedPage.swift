import Foundation
import FoundationXML

/// What an XML parser finds in a piece of a page.
final class ParsedPage: NSObject, XMLParserDelegate {
  var text = ""
  var elements: [String] = []
  /// The last value of each attribute.
  var attributes: [String: String] = [:]

  /// Parses a piece, and is nil where it is not well formed.
  init?(_ html: String) {
    super.init()
    let parser = XMLParser(data: Data(html.utf8))
    parser.delegate = self
    guard parser.parse() else { return nil }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String] = [:]
  ) {
    elements.append(name)
    self.attributes.merge(attributes) { $1 }
  }
}
