import Datasets
import Feedback
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging

@testable import LabelingWeb

/// A store on disk with tasks, and the server before it.
final class LabelingHouse: Sendable {
  let folder: URL
  let store: SQLiteStore
  let clock = WebClock()
  let configuration: ServerConfiguration
  let chat: (any ChatPartner)?
  /// What the server's store is, if it is not the one on disk as it is.
  let faults = StoreFaults()
  /// What the server noted.
  let notes = Notes()

  /// What everybody's password is.
  static let password = "four plain words here"

  init(
    taskCount: Int = 2, chat: (any ChatPartner)? = nil,
    _ configure: (inout ServerConfiguration) -> Void = { _ in }
  ) throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("labeling-\(UUID().uuidString)")
    var settings = ProjectSettings(name: "Test", splitSalt: "00", createdAt: clock.now())
    settings.goldEvery = 0
    store = try SQLiteStore.create(
      at: folder, settings: settings, guideline: "# Be fair", now: clock.now())
    var configuration = ServerConfiguration(port: 0)
    configuration.passwordCosts = .least
    configure(&configuration)
    self.configuration = configuration
    self.chat = chat
    for number in 0..<taskCount { try addTask("Question \(number)?") }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var accounts: AccountDesk { AccountDesk(store: store, now: clock.now) }
  var labeling: LabelingDesk { LabelingDesk(store: store, now: clock.now) }

  /// Makes an account with the usual password.
  @discardableResult
  func account(
    _ handle: String, _ role: Labeler.Role = .labeler, costs: ScryptCosts = .least
  ) throws -> Labeler {
    let token = try accounts.invite(role: role, by: nil)
    return try accounts.accept(
      token: token.text, handle: handle, displayName: handle,
      passwordHash: PasswordHash(of: Self.password, costs: costs).text)
  }

  /// Adds a task that compares two completions.
  @discardableResult
  func addTask(
    _ prompt: String, overlap: Int = 1, priority: Double = 0,
    completions: [String] = ["First.", "Second."]
  ) throws -> LabelingTask {
    let now = clock.now()
    return try store.write { writer in
      let batch = try writer.insert(TaskBatch(purpose: "test", createdAt: now))
      let stored = try writer.insert(
        StoredPrompt(
          sha256: sha256(of: prompt), content: .text(prompt), source: "test", cluster: prompt,
          split: .train, createdAt: now))
      let ids = try completions.map { text in
        try writer.insert(
          StoredCompletion(
            promptID: stored.id, sha256: sha256(of: prompt + text), text: text, origin: .model,
            modelName: "secret-model", createdAt: now)
        ).id
      }
      return try writer.insert(
        LabelingTask(
          batchID: batch.id, promptID: stored.id, kind: .pair, completionIDs: ids,
          requiredOverlap: overlap, priority: priority, createdAt: now))
    }
  }

  /// Lends a labeler the next task.
  func loan(to labeler: Labeler) throws -> Assignment {
    guard case .lent(let assignment) = try labeling.next(for: labeler.id) else {
      throw FeedbackError.notFound("task")
    }
    return assignment
  }

  /// The server's application.
  func application() throws -> Application<SiteResponder> {
    let logger = Logger(label: "test") { [notes] _ in notes.handler }
    return try LabelingServer(
      store: FaultyStore(whole: store, faults: faults), configuration: configuration, chat: chat,
      logger: logger, now: clock.now
    ).application()
  }

  /// Opens the server for a guest, without a network.
  func visit<Value>(_ body: @Sendable (Guest) async throws -> Value) async throws -> Value {
    try await application().test(.router) { try await body(Guest($0)) }
  }

  /// Runs the server on a port of this machine.
  func serve<Value>(_ body: @Sendable (_ port: Int) async throws -> Value) async throws -> Value {
    try await application().test(.live) { try await body($0.port ?? 0) }
  }
}
