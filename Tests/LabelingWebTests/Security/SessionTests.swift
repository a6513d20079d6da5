import Feedback
import Testing

@testable import LabelingWeb

@Suite struct SessionTests {
  @Test("A session ends after half an hour without use, and after twelve hours in any case")
  func expiry() async throws {
    let house = try LabelingHouse()
    let ada = try house.account("ada")
    try await house.visit { guest in
      try await guest.enter(house, ada)
      for _ in 0..<24 {
        house.clock.pass(.seconds(29 * 60))
        #expect(try await guest.get("/history").status == 200)
      }
      house.clock.pass(.seconds(29 * 60))
      #expect(try await guest.get("/history").location == "/login?next=/history")
      try await guest.enter(house, ada)
      house.clock.pass(.seconds(31 * 60))
      #expect(try await guest.get("/history").status == 303)
    }
  }

  @Test("Signing out ends the session itself, not only the cookie")
  func signingOut() async throws {
    let house = try LabelingHouse()
    let ada = try house.account("ada")
    try await house.visit { guest in
      try await guest.enter(house, ada)
      let cookie = await guest.cookies[SiteCookie.session.rawValue]
      #expect(try await guest.post("/logout").location == "/login")
      #expect(await guest.cookies[SiteCookie.session.rawValue] == nil)
      await guest.set(.session, to: cookie)
      #expect(try await guest.get("/work").status == 303)
    }
  }

  @Test("Another role acts at once: what the old one could is over with the next request")
  func roles() async throws {
    let house = try LabelingHouse()
    try house.account("first", .administrator)
    let ada = try house.account("ada", .administrator)
    try await house.visit { guest in
      try await guest.enter(house, ada)
      #expect(try await guest.get("/people").status == 200)
      try house.accounts.changeRole(of: ada.id, to: .labeler, by: nil)
      #expect(try await guest.get("/people").status == 303)
    }
  }

  @Test("A closed account is out with the next request; a paused one may look and gets no task")
  func states() async throws {
    let house = try LabelingHouse()
    try house.account("first", .administrator)
    let ada = try house.account("ada")
    try await house.visit { guest in
      try await guest.enter(house, ada)
      try house.accounts.changeState(of: ada.id, to: .paused, by: nil)
      #expect(try await guest.post("/work/next").status == 200)
      try house.accounts.changeState(of: ada.id, to: .closed, by: nil)
      #expect(try await guest.get("/work").status == 303)
    }
  }

  @Test("Another password ends the other sessions and renews the secrets of this one")
  func passwords() async throws {
    let house = try LabelingHouse()
    let ada = try house.account("ada")
    let (other, _) = try house.accounts.openSession(for: ada)
    try await house.visit { guest in
      try await guest.enter(house, ada)
      let old = await guest.cookies
      func change(_ present: String, _ new: String) async throws -> Reply {
        try await guest.post("/account/password", [("password", present), ("new_password", new)])
      }
      #expect(try await change("wrong", "another fine one").status == 422)
      #expect(try await change(LabelingHouse.password, "password").status == 422)
      #expect(try house.accounts.session(token: other.text) != nil)
      let reply = try await change(LabelingHouse.password, "another fine one")
      #expect(reply.location == "/account?changed=1")
      #expect(try house.accounts.session(token: other.text) == nil)
      #expect(await guest.cookies != old)
      #expect(try await guest.get("/account").status == 200)
    }
  }

  @Test("Guessing the present password in a session that was left open is limited too")
  func guessing() async throws {
    let house = try LabelingHouse()
    let ada = try house.account("ada")
    try await house.visit { guest in
      try await guest.enter(house, ada)
      for number in 0..<6 {
        let reply = try await guest.post(
          "/account/password", [("password", "wrong \(number)"), ("new_password", "fine new one")])
        #expect(reply.status == 422)
        #expect(reply.text.contains("Too many") == (number == 5))
      }
    }
  }

  @Test("Signing out everywhere leaves only this session")
  func everywhere() async throws {
    let house = try LabelingHouse()
    let ada = try house.account("ada")
    let (other, _) = try house.accounts.openSession(for: ada)
    try await house.visit { guest in
      try await guest.enter(house, ada)
      #expect(try await guest.post("/account/sessions").status == 303)
      #expect(try house.accounts.session(token: other.text) == nil)
      #expect(try await guest.get("/work").status == 200)
    }
  }
}
