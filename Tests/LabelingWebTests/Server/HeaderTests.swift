import HTTPTypes
import Testing

@testable import LabelingWeb

@Suite struct HeaderTests {
  private let policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; "
    + "require-trusted-types-for 'script'; report-uri /csp-report"

  @Test(
    "Every answer forbids what pages do not need, and is kept nowhere", arguments: Caller.allCases)
  func everywhere(caller: Caller) async throws {
    let scene = try RouteScene()
    try await scene.house.visit { guest in
      for route in Route.allCases {
        try await scene.enter(guest, as: caller)
        let path = try scene.path(route)
        let reply =
          route.method == .get
          ? try await guest.get(path) : try await guest.post(path, scene.fields(route, caller))
        check(reply, "\(route) for \(caller)", isLasting: route == .asset)
      }
    }
  }

  @Test("So does every page that says what is wrong")
  func errors() async throws {
    let house = try LabelingHouse()
    try await house.visit { guest in
      for path in ["/nowhere", "/assets/none.css", "/join/nonsense", "/task/0", "/login?%"] {
        check(try await guest.get(path), path)
      }
      check(try await guest.get("/login", method: .delete), "DELETE")
      check(try await guest.post("/login", headers: [:]), "forged")
    }
  }

  private func check(_ reply: Reply, _ what: String, isLasting: Bool = false) {
    #expect(reply.header("Content-Security-Policy") == policy, "\(what)")
    #expect(reply.header("X-Content-Type-Options") == "nosniff", "\(what)")
    #expect(reply.header("Referrer-Policy") == "same-origin", "\(what)")
    #expect(reply.header("Cross-Origin-Opener-Policy") == "same-origin", "\(what)")
    #expect(reply.header("X-Frame-Options") == "DENY", "\(what)")
    #expect(
      reply.header("Cache-Control")
        == (isLasting ? "public, max-age=31536000, immutable" : "no-store"), "\(what)")
    #expect(reply.header("Access-Control-Allow-Origin") == nil, "\(what)")
    #expect(reply.header("Server") == nil, "\(what)")
  }

  @Test("Behind a proxy with TLS browsers are told to come by TLS only, and forms are its")
  func secure() async throws {
    let house = try LabelingHouse { $0.trustsProxy = true }
    try house.account("ada")
    try await house.visit { guest in
      let page = try await guest.get("/login")
      #expect(page.header("Strict-Transport-Security") != nil)
      let fields = [("handle", "ada"), ("password", LabelingHouse.password)]
      for (origin, status) in [("http://app.example", 403), ("https://app.example", 303)] {
        let reply = try await guest.post(
          "/login", fields, headers: ["Origin": origin, "X-Forwarded-Host": "app.example"])
        #expect(reply.status == status)
      }
    }
  }

  @Test("Without a trusted proxy nobody is believed who they say they come from")
  func untrusted() async throws {
    let house = try LabelingHouse()
    try house.account("ada")
    try await house.visit { guest in
      _ = try await guest.get("/login")
      let reply = try await guest.post(
        "/login", [("handle", "ada"), ("password", LabelingHouse.password)],
        headers: ["Origin": "http://app.example", "X-Forwarded-Host": "app.example"])
      #expect(reply.status == 403)
      for number in 0..<21 {
        let reply = try await guest.post(
          "/login", [("handle", "eve\(number)"), ("password", "wrong one")],
          headers: ["Sec-Fetch-Site": "same-origin", "X-Forwarded-For": "10.\(number).0.1"])
        #expect(reply.status == (number < 20 ? 422 : 429))
      }
    }
  }
}
