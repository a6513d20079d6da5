import Feedback
import HTTPTypes
import Testing

@testable import LabelingWeb

@Suite struct RequestTests {
  @Test("What cannot be done at an address is refused, with what can be")
  func methods() async throws {
    let house = try LabelingHouse()
    try await house.visit { guest in
      for (path, allowed) in [
        ("/login", "GET, HEAD, POST"), ("/work", "GET, HEAD"), ("/logout", "POST"),
      ] {
        for method in [HTTPRequest.Method.put, .delete, .options, .trace, .patch, .connect] {
          let reply = try await guest.get(path, method: method)
          #expect(reply.status == 405)
          #expect(reply.header("Allow") == allowed)
        }
      }
      #expect(try await guest.get("/logout").status == 405)
      #expect(try await guest.post("/work").status == 405)
    }
  }

  @Test("HEAD answers as GET does, without the page")
  func head() async throws {
    let house = try LabelingHouse()
    try await house.visit { guest in
      let page = try await guest.get("/login")
      let head = try await guest.get("/login", method: .head)
      #expect(head.status == 200)
      #expect(head.text.isEmpty)
      #expect(head.header("Content-Length") == page.header("Content-Length"))
    }
  }

  @Test(
    "No address leads out of the table of assets",
    arguments: [
      "/assets/../feedback.sqlite", "/assets/..%2ffeedback.sqlite", "/assets/%2e%2e/lock",
      "/assets/..\u{301}/x", "/assets//etc/passwd", "/assets/app.css%00.png", "/assets/", "/assets",
      "/..\u{301}/etc/passwd", "/assets/%2fetc%2fpasswd",
    ])
  func traversal(path: String) async throws {
    let house = try LabelingHouse()
    try await house.visit { guest async throws in #expect(try await guest.get(path).status == 404) }
  }

  @Test("Assets come under their exact names only, with their kinds")
  func assets() async throws {
    let house = try LabelingHouse()
    try await house.visit { guest in
      for asset in Asset.all {
        let reply = try await guest.get(asset.path)
        #expect(reply.status == 200)
        #expect(reply.text == asset.text)
        #expect(reply.header("Content-Type") == asset.contentType)
        #expect(try await guest.get(asset.path.uppercased()).status == 404)
      }
    }
  }

  @Test("Line breaks in what is sent end up in no header")
  func lineBreaks() async throws {
    let house = try LabelingHouse()
    try house.account("ada")
    try await house.visit { guest in
      let reply = try await guest.get("/login?next=%2Fwork%0d%0aX-Injected:%20yes")
      #expect(reply.status == 200)
      let fields = [
        ("handle", "ada"), ("password", LabelingHouse.password),
        ("next", "/work\r\nX-Injected: yes"),
      ]
      let after = try await guest.post("/login", fields)
      #expect(after.location == "/work")
      #expect(after.header("X-Injected") == nil)
      #expect(try await guest.get("/task/1%0d%0aX-Injected:%20yes").status == 404)
    }
  }

  @Test(
    "A form that cannot be read is refused as a whole",
    arguments: ["a=%", "a=%zz", "a=%ff", "a=%00"])
  func unreadable(query: String) async throws {
    let house = try LabelingHouse()
    try await house.visit { guest async throws in
      #expect(try await guest.get("/login?\(query)").status == 400)
    }
  }

  @Test("A body that is longer than any form of ours is refused before it is read")
  func oversize() async throws {
    let house = try LabelingHouse()
    let ada = try house.account("ada")
    let loan = try house.loan(to: ada)
    try await house.visit { guest in
      try await guest.enter(house, ada)
      for (path, limit) in [
        ("/login", 64 << 10), ("/task/\(loan.id)/draft", 256 << 10), ("/task/\(loan.id)", 1 << 20),
      ] {
        let reply = try await guest.post(path, [("reason", String(repeating: "a", count: limit))])
        #expect(reply.status == 413, "\(path)")
        #expect(reply.header("Connection") == "close")
      }
    }
  }

  @Test("What is no form is refused")
  func contentType() async throws {
    let house = try LabelingHouse()
    try await house.visit { guest in
      _ = try await guest.get("/login")
      for type in ["application/json", "text/plain", "multipart/form-data; boundary=x", ""] {
        let headers = ["Sec-Fetch-Site": "same-origin", "Content-Type": type]
        #expect(try await guest.post("/login", [("a", "b")], headers: headers).status == 415)
      }
    }
  }
}
