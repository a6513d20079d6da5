import Testing

@testable import LabelingWeb

@Suite struct FormSourceTests {
  private let own = "http://127.0.0.1:8080"

  @Test("A form of ours says so, with one header or both")
  func ours() {
    #expect(FormSource.isOurs(site: "same-origin", origin: own, own: own))
    #expect(FormSource.isOurs(site: "same-origin", origin: nil, own: own))
    #expect(FormSource.isOurs(site: nil, origin: "HTTP://127.0.0.1:8080", own: own))
  }

  @Test(
    "A form of another site, of a neighbour, of nobody, or with contradicting headers is not ours",
    arguments: [
      ("cross-site", nil), ("same-site", nil), ("none", nil), ("", nil), (nil, nil),
      (nil, "null"), (nil, "http://evil.example"), (nil, "http://127.0.0.1:8081"),
      (nil, "https://127.0.0.1:8080"), ("same-origin", "null"),
      ("same-origin", "http://evil.example"), ("cross-site", "http://127.0.0.1:8080"),
      (nil, "http://127.0.0.1:8080.evil.example"),
    ] as [(String?, String?)])
  func others(site: String?, origin: String?) {
    #expect(!FormSource.isOurs(site: site, origin: origin, own: own))
  }
}
