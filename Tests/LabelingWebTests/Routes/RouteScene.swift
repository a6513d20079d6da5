import Datasets
import Feedback

@testable import LabelingWeb

/// A house with everything that an address can name, and a whole request for every route.
struct RouteScene: Sendable {
  let house: LabelingHouse
  let owner: Labeler
  let victim: Labeler
  let accounts: [Caller: Labeler]
  let disputed: Identifier<LabelingTask>
  let tag: Identifier<QualityTag>
  let invitation: SecretToken

  init() throws {
    let house = try LabelingHouse(taskCount: 0, chat: TwoVoices())
    self.house = house
    disputed = try house.dispute()
    for number in 0..<12 { try house.addTask("Question \(number)?") }
    owner = try house.account("owner")
    victim = try house.account("victim")
    accounts = [
      .labeler: owner, .otherLabeler: try house.account("other"),
      .adjudicator: try house.account("adjudicator", .adjudicator),
      .auditor: try house.account("auditor", .auditor),
      .administrator: try house.account("administrator", .administrator),
      .revoked: try house.account("revoked"),
    ]
    try house.account("second", .administrator)
    invitation = try house.accounts.invite(role: .labeler, allowedUses: 50, by: nil)
    let (now, task) = (house.clock.now(), disputed.number)
    tag = try house.store.write {
      try $0.insert(
        QualityTag(
          on: .task, task, name: "odd", reason: "test", excludes: false, createdAt: now)
      ).id
    }
  }

  /// Makes a guest who is one of the callers.
  func enter(_ guest: Guest, as caller: Caller) async throws {
    await guest.leave()
    guard let account = accounts[caller] else {
      _ = try await guest.get("/login")
      return
    }
    try await guest.enter(house, account)
    if caller == .revoked {
      try house.accounts.closeAllSessions(of: account.id)
      let token = try await guest.get("/login").formToken
      await guest.setFormToken(to: token)
    }
  }

  /// The address of a route.
  func path(_ route: Route) throws -> String {
    let loan = try house.loan(to: owner).id.description
    let filled = [
      "{name}": Asset.all[0].name, "{token}": invitation.text, "{assignment}": loan,
      "{version}": "1", "{task}": disputed.description, "{labeler}": victim.id.description,
      "{invitation}": "1", "{tag}": tag.description,
    ]
    return route.path.split(separator: "/", omittingEmptySubsequences: false)
      .map { filled[String($0)] ?? String($0) }.joined(separator: "/")
  }

  /// What a form at a route holds when it is filled in well.
  func fields(_ route: Route, _ caller: Caller) -> [(String, String)] {
    switch route {
    case .login: [("handle", "victim"), ("password", LabelingHouse.password)]
    case .join: [("handle", "new-\(caller.rawValue.lowercased())"), ("password", "a fine new one")]
    case .submit:
      [("preference", "a2"), ("idempotency_key", SecretToken.new().text), ("active_ms", "1000")]
    case .saveDraft: [("preference", "a2"), ("sequence", "1")]
    case .skip: [("reason", "not for me")]
    case .beginChat: [("message", "Hello?")]
    case .settle: [("preference", "a2"), ("cause", "closeCall")]
    case .invite: [("role", "labeler"), ("uses", "1"), ("days", "7")]
    case .changeRole: [("role", "labeler")]
    case .changeState: [("state", "active")]
    case .changeSettings:
      SettingsForm.fields(of: ProjectSettings(name: "N", splitSalt: "", createdAt: .now())).pairs
        .map { ($0.name, $0.value) }
    case .changeGuideline: [("text", "Be kind")]
    case .addTag: [("subject", "task"), ("number", "1"), ("name", "odd"), ("reason", "why")]
    case .changePassword:
      [("password", LabelingHouse.password), ("new_password", LabelingHouse.password)]
    default: []
    }
  }
}

extension LabelingHouse {
  /// Makes two labelers disagree.
  func dispute() throws -> Identifier<LabelingTask> {
    let task = try addTask("Who is right?", overlap: 2, priority: 9)
    for (handle, ranks) in [("left", [1, 2]), ("right", [2, 1])] {
      let labeler = try account(handle)
      let loan = try loan(to: labeler)
      let answer = Answer(
        ranks: zip(task.completionIDs, ranks).map { RankedCompletion($0, rank: $1) }, strength: 2)
      _ = try labeling.submit(
        loan.id, by: labeler.id, answer: answer, idempotencyKey: SecretToken.new().text,
        activeMilliseconds: 1000)
    }
    return task.id
  }
}

/// Two models that say what they are asked.
struct TwoVoices: ChatPartner {
  func replies(to turns: [Message], conversation: String) async throws -> [ChatReply] {
    ["one", "two"].map { ChatReply(text: "Reply \($0)", modelName: "model-\($0)") }
  }
}
