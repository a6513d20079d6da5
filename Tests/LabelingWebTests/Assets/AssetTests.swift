import Foundation
import Testing

@testable import LabelingWeb

@Suite("The files of the pages")
struct AssetTests {
  @Test("are named after what is in them")
  func names() {
    let first = Asset("app", "js", contentType: "text/javascript", text: "1")
    let second = Asset("app", "js", contentType: "text/javascript", text: "2")
    #expect(first.name != second.name)
    #expect(first.name.wholeMatch(of: /app-[0-9a-f]{12}\.js/) != nil)
  }

  @Test("are found by their exact name and by no other")
  func lookUp() {
    for asset in Asset.all { #expect(Asset.named(asset.name) == asset) }
    for name in ["", "../" + Asset.style.name, Asset.style.name + "\u{301}", "app.css"] {
      #expect(Asset.named(name) == nil)
    }
  }

  @Test("hold no code that takes text for code, and ask no other server")
  func dangers() {
    let forbidden = [
      "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(",
      "http:", "https:", "setAttribute(\"on", "javascript:", ".src",
    ]
    for word in forbidden { #expect(!Asset.script.text.contains(word), "\(word)") }
    for word in ["url(", "@import", "expression("] { #expect(!Asset.style.text.contains(word)) }
  }

  @Test("are small: a page costs at most 26 kB besides its text")
  func sizes() {
    #expect(Asset.script.text.utf8.count < 8_192)
    #expect(Asset.style.text.utf8.count < 18_000)
  }
}
