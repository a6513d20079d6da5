import Feedback
import Foundation
import HTML
import Testing

@testable import LabelingWeb

@Suite("Every page")
struct PageTests {
  @Test("is well-formed, with a hostile text in every field", arguments: Samples().pages())
  func wellFormed(page: SamplePage) {
    let parsed = ParsedPage(page.html)
    #expect(parsed.complaint == nil)
    #expect(parsed.all("body").count == 1)
    #expect(parsed.all("h1").count == 1)
    #expect(parsed.all("main").count == 1)
  }

  @Test("has no code but the one script", arguments: Samples().pages())
  func code(page: SamplePage) {
    let parsed = ParsedPage(page.html)
    #expect(parsed.all("script").map { $0.attributes["src"] } == [Asset.script.path])
    #expect(parsed.all("img").isEmpty && parsed.all("iframe").isEmpty)
    for element in parsed.elements {
      for (name, value) in element.attributes {
        #expect(!name.hasPrefix("on") && name != "style" && name != "autofocus")
        if ["href", "action", "formaction", "src"].contains(name) {
          #expect(value.hasPrefix("/") || value.hasPrefix("#"))
        }
      }
    }
  }

  @Test(
    "has each id once, and every label and link to an id finds it", arguments: Samples().pages())
  func references(page: SamplePage) {
    let parsed = ParsedPage(page.html)
    let ids = parsed.elements.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count, "\(ids.filter { id in ids.count { $0 == id } > 1 })")
    for element in parsed.elements {
      let wanted = [
        element.attributes["for"], element.attributes["aria-labelledby"],
        element.attributes["aria-describedby"],
        element.attributes["href"].flatMap { $0.hasPrefix("#") ? String($0.dropFirst()) : nil },
      ].compactMap(\.self).flatMap { $0.split(separator: " ").map(String.init) }
      for id in wanted { #expect(ids.contains(id), "\(element.name) wants \(id)") }
    }
  }

  @Test("names every control", arguments: Samples().pages())
  func names(page: SamplePage) {
    let parsed = ParsedPage(page.html)
    let labeled = Set(parsed.all("label").compactMap { $0.attributes["for"] })
    for name in ["input", "select", "textarea"] {
      for control in parsed.all(name) where control.attributes["type"] != "hidden" {
        let id = control.attributes["id"] ?? ""
        #expect(labeled.contains(id) || control.attributes["aria-label"] != nil, "\(id)")
      }
    }
  }

  @Test("sends the token with every form that changes something", arguments: Samples().pages())
  func tokens(page: SamplePage) {
    let parsed = ParsedPage(page.html)
    let posting = parsed.all("form").count { $0.attributes["method"] == "post" }
    let tokens = parsed.all("input").count { $0.attributes["name"] == "form_token" }
    #expect(posting == tokens)
  }

  @Test("shows texts with what is unseen in them made visible", arguments: Samples().pages())
  func visibility(page: SamplePage) {
    let shown = ParsedPage(page.html).text
    #expect(!shown.unicodeScalars.contains("\u{1B}"))
    #expect(shown.contains(visible(hostile)))
  }

  @Test("shows none of its own markup as text", arguments: Samples().pages())
  func strayMarkup(page: SamplePage) {
    let parsed = ParsedPage(page.html)
    #expect(!parsed.text.contains("class=") && !parsed.text.contains("</p>"))
    for element in parsed.elements {
      for value in element.attributes.values { #expect(!value.contains("class=")) }
    }
  }

  @Test("leads only where its reader may go", arguments: Labeler.Role.allCases)
  func navigation(role: Labeler.Role) {
    let samples = Samples()
    let page = MessagePage(status: 404, title: "No", text: "No")
    let parsed = ParsedPage(page.document(in: samples.context(role)).html)
    let links = parsed.all("a").compactMap { $0.attributes["href"] }.filter { $0.hasPrefix("/") }
    for link in links {
      let routes = Route.allCases.filter { $0.path == link && $0.method == .get }
      #expect(
        routes.contains { route in
          guard case .roles(let roles) = route.audience else { return true }
          return roles.contains(role)
        }, "\(link) is not for \(role)")
    }
    #expect(links.contains("/people") == (role == .administrator))
    #expect(links.contains("/work") == (role != .auditor))
  }

  @Test("says nothing of models to labelers and adjudicators", arguments: Samples().pages())
  func blindness(page: SamplePage) {
    #expect(!page.html.contains(Samples.modelName))
  }

  @Test("can be written to files to be looked at", .enabled(if: Gallery.folder != nil))
  func gallery() throws { try Gallery.write() }
}
