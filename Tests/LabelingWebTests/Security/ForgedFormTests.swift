import Feedback
import HTTPTypes
import Testing

@testable import LabelingWeb

@Suite struct ForgedFormTests {
  private static let ours = ["Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"]

  /// Every form that changes something.
  private static let forms = Route.allCases.filter {
    $0.method == .post && $0.audience != .anyone
  }

  @Test("No form is taken without its token, with another session's, or with an empty one")
  func tokens() async throws {
    let scene = try RouteScene()
    let admin = try #require(scene.accounts[.administrator])
    let (_, foreign) = try scene.house.accounts.openSession(for: admin)
    try await scene.house.visit { guest in
      for route in Self.forms {
        for token in [foreign.formToken, "", nil] {
          try await guest.enter(scene.house, route.isOwn ? scene.owner : admin)
          await guest.setFormToken(to: nil)
          let fields =
            scene.fields(route, .administrator) + (token.map { [("form_token", $0)] } ?? [])
          let reply = try await guest.post(scene.path(route), fields)
          #expect(reply.status == 403, "\(route)")
        }
      }
    }
  }

  @Test("No form is taken from another site, whatever token it has")
  func sites() async throws {
    let scene = try RouteScene()
    let admin = try #require(scene.accounts[.administrator])
    try await scene.house.visit { guest in
      for route in Self.forms {
        for headers in [
          ["Sec-Fetch-Site": "cross-site"], ["Origin": "https://evil.example"], ["Origin": "null"],
          ["Sec-Fetch-Site": "same-site", "Origin": "http://localhost"], [:],
        ] {
          try await guest.enter(scene.house, route.isOwn ? scene.owner : admin)
          let reply = try await guest.post(
            scene.path(route), scene.fields(route, .administrator), headers: headers)
          #expect(reply.status == 403, "\(route) with \(headers)")
        }
      }
    }
  }

  @Test("The forms to sign in and to join are tied to a cookie that only this server sets")
  func beforeSession() async throws {
    let house = try LabelingHouse()
    try house.account("ada")
    let fields = [("handle", "ada"), ("password", LabelingHouse.password)]
    try await house.visit { guest in
      let page = try await guest.get("/login")
      #expect(page.header("Set-Cookie")?.hasPrefix("__Host-form=") == true)
      let cookie = await guest.cookies[SiteCookie.form.rawValue]
      #expect(!page.text.contains(try #require(cookie)))
      await guest.set(.form, to: nil)
      #expect(try await guest.post("/login", fields).status == 403)
      await guest.set(.form, to: SecretToken.new().text)
      await guest.setFormToken(to: page.formToken)
      #expect(try await guest.post("/login", fields).status == 403)
      await guest.set(.form, to: cookie)
      await guest.setFormToken(to: page.formToken)
      #expect(try await guest.post("/login", fields).status == 303)
    }
  }

  @Test("No form is taken by GET: nothing changes by an address alone")
  func byGet() async throws {
    let scene = try RouteScene()
    let admin = try #require(scene.accounts[.administrator])
    try await scene.house.visit { guest in
      for route in Self.forms {
        try await guest.enter(scene.house, route.isOwn ? scene.owner : admin)
        let path = try scene.path(route)
        let before = try scene.house.store.read { try $0.count(Event.self) }
        let token = await guest.formToken ?? ""
        let query = encoded(scene.fields(route, .administrator) + [("form_token", token)])
        _ = try await guest.get("\(path)?\(query)")
        let after = try scene.house.store.read { try $0.count(Event.self) }
        #expect(after == before, "\(route)")
      }
    }
  }
}

extension Route {
  /// Whether only the one who has a loan gets anywhere.
  fileprivate var isOwn: Bool { [.submit, .saveDraft, .extendLease, .skip].contains(self) }
}
