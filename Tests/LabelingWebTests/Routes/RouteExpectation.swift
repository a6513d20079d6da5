@testable import LabelingWeb

/// Who asks.
enum Caller: String, CaseIterable, Sendable {
  case anonymous, labeler, otherLabeler, adjudicator, auditor, administrator, revoked
}

/// What each caller gets from a route, as a status: the whole table of who may do what.
///
/// The loan that addresses name is the labeler's.
struct RouteExpectation: Sendable {
  let statuses: [Caller: Int]

  init(
    _ anonymous: Int, labeler: Int, other: Int, adjudicator: Int, auditor: Int,
    administrator: Int
  ) {
    // A session that was ended is no session.
    statuses = [
      .anonymous: anonymous, .labeler: labeler, .otherLabeler: other, .adjudicator: adjudicator,
      .auditor: auditor, .administrator: administrator, .revoked: anonymous,
    ]
  }

  /// The same for everybody.
  static func everybody(_ status: Int) -> RouteExpectation {
    RouteExpectation(
      status, labeler: status, other: status, adjudicator: status, auditor: status,
      administrator: status)
  }

  /// For those who are signed in; others are sent to sign in.
  static func members(_ status: Int) -> RouteExpectation {
    RouteExpectation(
      303, labeler: status, other: status, adjudicator: status, auditor: status,
      administrator: status)
  }

  /// For those who label.
  static func labelers(_ status: Int) -> RouteExpectation {
    RouteExpectation(
      303, labeler: status, other: status, adjudicator: status, auditor: 403,
      administrator: status)
  }

  /// For the one who has the loan; for others it is not there.
  static func owner(_ status: Int) -> RouteExpectation {
    RouteExpectation(
      303, labeler: status, other: 404, adjudicator: 404, auditor: 403, administrator: 404)
  }

  /// For those who settle disagreements.
  static func settlers(_ status: Int) -> RouteExpectation {
    RouteExpectation(
      303, labeler: 403, other: 403, adjudicator: status, auditor: 403, administrator: status)
  }

  /// For administrators.
  static func administrators(_ status: Int) -> RouteExpectation {
    RouteExpectation(
      303, labeler: 403, other: 403, adjudicator: 403, auditor: 403, administrator: status)
  }

  static let all: [Route: RouteExpectation] = [
    .start: .everybody(303), .health: .everybody(200), .asset: .everybody(200),
    .policyReport: .everybody(200),
    .loginForm: RouteExpectation(
      200, labeler: 303, other: 303, adjudicator: 303, auditor: 303, administrator: 303),
    .login: .everybody(303), .logout: .members(303), .joinForm: .everybody(200),
    .join: .everybody(303),
    .work: .labelers(200), .nextTask: .labelers(303), .history: .labelers(200),
    .chat: .labelers(200), .beginChat: .labelers(303),
    .task: .owner(200), .submit: .owner(303), .saveDraft: .owner(303),
    .extendLease: .owner(303), .skip: .owner(303),
    .guideline: .members(200), .guidelineVersion: .members(200), .account: .members(200),
    .changePassword: .members(303), .endSessions: .members(303),
    .disputes: .settlers(200), .dispute: .settlers(200), .settle: .settlers(303),
    .findings: RouteExpectation(
      303, labeler: 403, other: 403, adjudicator: 200, auditor: 200, administrator: 200),
    .log: RouteExpectation(
      303, labeler: 403, other: 403, adjudicator: 403, auditor: 200, administrator: 200),
    .people: .administrators(200), .invite: .administrators(200),
    .changeRole: .administrators(303), .changeState: .administrators(303),
    .revokeInvitation: .administrators(303), .settings: .administrators(200),
    .changeSettings: .administrators(303), .guidelineEditor: .administrators(200),
    .changeGuideline: .administrators(303), .tags: .administrators(200),
    .addTag: .administrators(303), .liftTag: .administrators(303),
  ]
}
