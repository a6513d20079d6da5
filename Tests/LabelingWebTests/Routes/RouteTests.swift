import Testing

@testable import LabelingWeb

@Suite struct RouteTests {
  @Test("Every route has a row in the table of who may do what")
  func rows() {
    #expect(Set(RouteExpectation.all.keys) == Set(Route.allCases))
  }

  @Test("Every caller gets from every route what the table says", arguments: Caller.allCases)
  func matrix(caller: Caller) async throws {
    let scene = try RouteScene()
    try await scene.house.visit { guest in
      for route in Route.allCases {
        try await scene.enter(guest, as: caller)
        let path = try scene.path(route)
        let reply =
          route.method == .get
          ? try await guest.get(path) : try await guest.post(path, scene.fields(route, caller))
        #expect(
          reply.status == RouteExpectation.all[route]?.statuses[caller],
          "\(route) for \(caller): \(reply.location ?? reply.text.suffix(700).description)")
        if reply.status == 303, RouteExpectation.all[route]?.statuses[.anonymous] == 303,
          caller == .anonymous, ![.start, .login, .join].contains(route)
        {
          #expect(reply.location?.hasPrefix("/login") == true, "\(route)")
        }
      }
    }
  }

  @Test("No two routes do the same thing at the same address, and all are found by theirs")
  func found() throws {
    let scene = try RouteScene()
    for route in Route.allCases {
      #expect(try RouteMatch(path: scene.path(route))?.routes.contains(route) == true)
    }
    let keys = Route.allCases.map { "\($0.method) \($0.path)" }
    #expect(Set(keys).count == keys.count)
  }

  @Test(
    "Addresses are taken as they are: nothing is tidied up",
    arguments: [
      "/work/", "//work", "/./work", "/work/../work", "/WORK", "/wor\u{212A}", "/%77ork",
      "/task/1/", "/task//1", "/task", "/..\u{301}/work", "/assets/", "/assets/a/b", "",
    ])
  func exact(path: String) { #expect(RouteMatch(path: path) == nil) }

  @Test("An open part is decoded once, and only if it is text")
  func decoding() {
    #expect(RouteMatch(path: "/assets/a%2F..%2fb")?.parameters == ["name": "a/../b"])
    #expect(RouteMatch(path: "/assets/%252e")?.parameters == ["name": "%2e"])
    #expect(RouteMatch(path: "/assets/a+b=c&d")?.parameters == ["name": "a+b=c&d"])
    for bad in ["/assets/%", "/assets/%zz", "/assets/%ff", "/assets/%00"] {
      #expect(RouteMatch(path: bad) == nil, "\(bad)")
    }
  }
}
