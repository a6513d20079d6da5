import Foundation
import FoundationXML

/// What an XML parser finds in a page.
final class ParsedPage: NSObject, XMLParserDelegate {
  struct Element {
    let name: String
    let attributes: [String: String]
    /// The text within it and within what is in it.
    var text = ""
  }

  private(set) var elements: [Element] = []
  private(set) var complaint: String?
  private var open: [Int] = []

  init(_ html: String) {
    super.init()
    // In long documents this parser loses characters that are escaped by name.
    var root = html
    for (name, number) in [("amp", 38), ("lt", 60), ("gt", 62), ("quot", 34)] {
      root = root.replacing("&\(name);", with: "&#\(number);")
    }
    let parser = XMLParser(data: Data(root.utf8))
    parser.delegate = self
    if !parser.parse() {
      complaint =
        "line \(parser.lineNumber), column \(parser.columnNumber): "
        + (parser.parserError.map { "\($0)" } ?? "unknown")
    }
  }

  /// The elements of a name.
  func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }

  /// The element with an id.
  func element(id: String) -> Element? { elements.first { $0.attributes["id"] == id } }

  /// All texts between tags, joined.
  var text: String { elements.first?.text ?? "" }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    for index in open { elements[index].text += string }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String] = [:]
  ) {
    open.append(elements.count)
    elements.append(Element(name: name, attributes: attributes))
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
    qualifiedName: String?
  ) {
    open.removeLast()
  }
}
