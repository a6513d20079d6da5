import Feedback
import Testing

@testable import LabelingWeb

@Suite struct SigningInTests {
  private func signIn(
    _ guest: Guest, _ handle: String, _ password: String = LabelingHouse.password,
    next: String? = nil
  ) async throws -> Reply {
    _ = try await guest.get("/login")
    let fields = [("handle", handle), ("password", password)]
    return try await guest.post("/login", fields + (next.map { [("next", $0)] } ?? []))
  }

  @Test("Who knows the password gets in, and by no other cookie than a new one")
  func fixation() async throws {
    let house = try LabelingHouse()
    try house.account("ada")
    try await house.visit { guest in
      _ = try await guest.get("/login")
      let planted = SecretToken.new().text
      await guest.set(.session, to: planted)
      let reply = try await signIn(guest, "ADA")
      #expect(reply.status == 303)
      #expect(reply.location == "/work")
      let secret = await guest.cookies[SiteCookie.session.rawValue]
      #expect(secret != planted)
      #expect(secret.flatMap { SecretToken($0) } != nil)
      #expect(try await guest.get("/work").status == 200)
    }
  }

  @Test("Signing in again ends the session before it and begins one with other secrets")
  func rotation() async throws {
    let house = try LabelingHouse()
    let ada = try house.account("ada")
    try await house.visit { guest in
      try await guest.enter(house, ada)
      let (cookie, token) = (await guest.cookies, await guest.formToken)
      let reply = try await guest.post(
        "/login", [("handle", "ada"), ("password", LabelingHouse.password)])
      #expect(reply.status == 303)
      #expect(
        await guest.cookies[SiteCookie.session.rawValue] != cookie[SiteCookie.session.rawValue])
      #expect(try await guest.get("/work").formToken != token)
      await guest.set(.session, to: cookie[SiteCookie.session.rawValue])
      #expect(try await guest.get("/work").status == 303)
    }
  }

  @Test("An unknown name, a wrong password and a closed account get the very same answer")
  func enumeration() async throws {
    let house = try LabelingHouse()
    try house.account("ada")
    try house.account("first", .administrator)
    let closed = try house.account("closed")
    try house.accounts.changeState(of: closed.id, to: .closed, by: nil)
    try await house.visit { guest in
      var texts: Set<String> = []
      for (handle, password) in [
        ("ada", "wrong password"), ("eve", "wrong password"), ("closed", LabelingHouse.password),
      ] {
        let reply = try await signIn(guest, handle, password)
        #expect(reply.status == 422)
        texts.insert(reply.text.replacing("value=\"\(handle)\"", with: "value=\"\""))
      }
      #expect(texts.count == 1)
    }
  }

  @Test("A password is hashed for an unknown name too, so that the time does not tell")
  func equalWork() async throws {
    // Costs that nobody can pay: whoever hashes fails.
    let house = try LabelingHouse { $0.passwordCosts.parallelism = 0 }
    try house.account("ada", costs: .least)
    try await house.visit { guest async throws in
      #expect(try await signIn(guest, "ada", "wrong password").status == 422)
      #expect(try await signIn(guest, "eve", "wrong password").status == 500)
    }
  }

  @Test("Five failures shut a name for 15 minutes, the right password included, known or not")
  func limitByName() async throws {
    let house = try LabelingHouse()
    try house.account("ada")
    try await house.visit { guest in
      for handle in ["ada", "nobody"] {
        for _ in 0..<5 { #expect(try await signIn(guest, handle, "wrong one").status == 422) }
        let reply = try await signIn(guest, handle)
        #expect(reply.status == 429)
        #expect(reply.header("Retry-After") == "900")
      }
      house.clock.pass(.seconds(901))
      #expect(try await signIn(guest, "ada").status == 303)
    }
  }

  @Test("Sending many attempts at once is no way around the limit")
  func limitAtOnce() async throws {
    let house = try LabelingHouse()
    try house.account("ada")
    try await house.visit { guest in
      _ = try await guest.get("/login")
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 0..<20 {
          group.addTask {
            try await guest.post(
              "/login", [("handle", "ada"), ("password", "wrong \(number)")]
            ).status
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(statuses.filter { $0 == 422 }.count == 5)
      #expect(statuses.filter { $0 == 429 }.count == 15)
    }
  }

  @Test("Twenty failures shut an address, whatever names were tried")
  func limitByAddress() async throws {
    let house = try LabelingHouse()
    try house.account("ada")
    try await house.visit { guest async throws in
      for number in 0..<20 {
        #expect(try await signIn(guest, "name\(number)", "wrong one").status == 422)
      }
      #expect(try await signIn(guest, "ada").status == 429)
    }
  }

  @Test("A hash that is weaker than is usual now is made anew when its password is known")
  func upgrade() async throws {
    let house = try LabelingHouse { $0.passwordCosts.logarithmOfN = 6 }
    try house.account("ada", costs: .least)
    try await house.visit { guest in
      #expect(try await signIn(guest, "ada").status == 303)
      let kept = try #require(try house.accounts.credential(handle: "ada")?.1.passwordHash)
      #expect(kept.hasPrefix("$scrypt$ln=6,r=1,p=1$"))
      await guest.leave()
      #expect(try await signIn(guest, "ada").status == 303)
    }
  }

  @Test("A hash that is stronger than is usual now stays")
  func noDowngrade() async throws {
    let house = try LabelingHouse { $0.passwordCosts = .least }
    let stronger = ScryptCosts(logarithmOfN: 6, blockSize: 2, parallelism: 1)
    try house.account("ada", costs: stronger)
    let before = try house.accounts.credential(handle: "ada")?.1
    try await house.visit { guest async throws in
      #expect(try await signIn(guest, "ada").status == 303)
      #expect(try house.accounts.credential(handle: "ada")?.1 == before)
    }
  }

  @Test(
    "After signing in one comes to the page that one wanted, and to no other site",
    arguments: [
      ("/task/7", "/task/7"), ("/history", "/history"), ("//evil.example", "/work"),
      ("https://evil.example/", "/work"), ("/\\evil.example", "/work"), ("/login", "/work"),
      ("/work\r\nSet-Cookie: a=b", "/work"), ("/work/next", "/work"), ("/nowhere", "/work"),
      ("/task/%0d%0aLocation:x", "/work"), ("", "/work"), ("/join/x", "/work"),
    ])
  func redirects(next: String, place: String) async throws {
    let house = try LabelingHouse()
    try house.account("ada")
    try await house.visit { guest async throws in
      #expect(try await signIn(guest, "ada", next: next).location == place)
    }
  }
}
