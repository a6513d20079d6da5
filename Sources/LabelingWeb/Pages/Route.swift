import Feedback

/// Every address that the server answers; the router and the table of who may do what are made
/// from it.
enum Route: String, CaseIterable, Sendable {
  case start, health, asset, policyReport
  case loginForm, login, logout
  case joinForm, join
  case work, nextTask
  case task, submit, saveDraft, extendLease, skip
  case history
  case guideline, guidelineVersion
  case chat, beginChat
  case disputes, dispute, settle
  case findings
  case people, invite, changeRole, changeState, revokeInvitation
  case settings, changeSettings, guidelineEditor, changeGuideline
  case tags, addTag, liftTag
  case log
  case account, changePassword, endSessions
}

extension Route {
  /// What is done with what is there: look at it, or change something.
  enum Method: Sendable {
    case get, post
  }

  /// Whom a route is for.
  enum Audience: Sendable, Equatable {
    /// Everybody, without a look at who it is.
    case anyone
    /// Everybody; who is signed in is known.
    case visitors
    /// Those who are signed in with one of these roles.
    case roles(Set<Labeler.Role>)
  }

  /// Everybody who is signed in.
  static let everyRole = Audience.roles(Set(Labeler.Role.allCases))
  /// Those who label.
  static let labeling = Audience.roles([.labeler, .adjudicator, .administrator])
  /// Those who settle disagreements.
  static let settling = Audience.roles([.adjudicator, .administrator])
  /// Those who see what all did.
  static let overlooking = Audience.roles([.adjudicator, .auditor, .administrator])
  /// Those who run the project.
  static let running = Audience.roles([.administrator])

  /// What it does.
  var method: Method {
    switch self {
    case .start, .health, .asset, .loginForm, .joinForm, .work, .task, .history, .guideline,
      .guidelineVersion, .chat, .disputes, .dispute, .findings, .people, .settings,
      .guidelineEditor, .tags, .log, .account:
      .get
    case .policyReport, .login, .logout, .join, .nextTask, .submit, .saveDraft, .extendLease,
      .skip, .beginChat, .settle, .invite, .changeRole, .changeState, .revokeInvitation,
      .changeSettings, .changeGuideline, .addTag, .liftTag, .changePassword, .endSessions:
      .post
    }
  }

  /// Where it is; a part in braces stands for one part of an address.
  var path: String {
    switch self {
    case .start: "/"
    case .health: "/health"
    case .asset: "/assets/{name}"
    case .policyReport: "/csp-report"
    case .loginForm, .login: "/login"
    case .logout: "/logout"
    case .joinForm, .join: "/join/{token}"
    case .work: "/work"
    case .nextTask: "/work/next"
    case .task, .submit: "/task/{assignment}"
    case .saveDraft: "/task/{assignment}/draft"
    case .extendLease: "/task/{assignment}/extend"
    case .skip: "/task/{assignment}/skip"
    case .history: "/history"
    case .guideline: "/guideline"
    case .guidelineVersion: "/guideline/{version}"
    case .chat, .beginChat: "/chat"
    case .disputes: "/disputes"
    case .dispute, .settle: "/disputes/{task}"
    case .findings: "/findings"
    case .people: "/people"
    case .invite: "/people/invite"
    case .changeRole: "/people/{labeler}/role"
    case .changeState: "/people/{labeler}/state"
    case .revokeInvitation: "/invitations/{invitation}/revoke"
    case .settings, .changeSettings: "/settings"
    case .guidelineEditor, .changeGuideline: "/settings/guideline"
    case .tags, .addTag: "/tags"
    case .liftTag: "/tags/{tag}/lift"
    case .log: "/log"
    case .account: "/account"
    case .changePassword: "/account/password"
    case .endSessions: "/account/sessions"
    }
  }

  /// Whom it is for.
  var audience: Audience {
    switch self {
    case .health, .asset, .policyReport: .anyone
    case .start, .loginForm, .login, .joinForm, .join: .visitors
    case .logout, .guideline, .guidelineVersion, .account, .changePassword, .endSessions:
      Self.everyRole
    case .work, .nextTask, .task, .submit, .saveDraft, .extendLease, .skip, .history, .chat,
      .beginChat:
      Self.labeling
    case .disputes, .dispute, .settle: Self.settling
    case .findings: Self.overlooking
    case .log: .roles([.auditor, .administrator])
    case .people, .invite, .changeRole, .changeState, .revokeInvitation, .settings,
      .changeSettings, .guidelineEditor, .changeGuideline, .tags, .addTag, .liftTag:
      Self.running
    }
  }

  /// How many bytes may be sent to it.
  var greatestBodySize: Int {
    switch self {
    case .saveDraft: 256 << 10
    case .policyReport: 16 << 10
    case .submit, .settle, .changeGuideline, .changeSettings, .beginChat: 1 << 20
    default: 64 << 10
    }
  }
}
