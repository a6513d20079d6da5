import Testing

@testable import LabelingWeb

@Suite struct SiteCookieTests {
  @Test("A cookie is for this host alone, over TLS, out of reach of scripts and of other sites")
  func attributes() {
    #expect(
      SiteCookie.session.setting("abc")
        == "__Host-session=abc; Path=/; Secure; HttpOnly; SameSite=Lax")
  }

  @Test("A cookie is found by its exact name")
  func reading() {
    #expect(SiteCookie.session.value(in: "a=b; __Host-session=xyz; c=d") == "xyz")
    #expect(SiteCookie.session.value(in: "__host-session=xyz") == nil)
    #expect(SiteCookie.session.value(in: "x__Host-session=xyz; __Host-session2=1") == nil)
    #expect(SiteCookie.session.value(in: "__Host-session=first; __Host-session=second") == "first")
    #expect(SiteCookie.session.value(in: "__Host-session") == nil)
    #expect(SiteCookie.session.value(in: nil) == nil)
  }
}
