import Datasets

@testable import Feedback

/// A small project in a store: two labelers, a prompt with three completions, a task to rank them.
struct Scene {
  var ada: Labeler
  var ben: Labeler
  var prompt: StoredPrompt
  var completions: [StoredCompletion]
  var batch: TaskBatch
  var task: LabelingTask

  /// Sets the scene.
  init(in writer: any FeedbackWriter, overlap: Int = 2) throws {
    ada = try writer.insert(
      Labeler(handle: "ada", displayName: "Ada", role: .administrator, createdAt: .start))
    ben = try writer.insert(
      Labeler(handle: "ben", displayName: "Ben", role: .labeler, createdAt: .start))
    prompt = try writer.insert(.sample("How do I bake bread?"))
    let id = prompt.id
    completions = try ["Knead.", "Wait.", "Buy it."].map { try writer.insert(.sample($0, of: id)) }
    batch = try writer.insert(TaskBatch(purpose: "first", createdAt: .start))
    task = try writer.insert(
      LabelingTask(
        batchID: batch.id, promptID: prompt.id, kind: .ranking,
        completionIDs: completions.map(\.id), requiredOverlap: overlap, createdAt: .start))
  }

  /// Returns another task with the same completions.
  func anotherTask(
    kind: LabelingTask.Kind = .ranking, overlap: Int = 2, priority: Double = 0,
    gold: GoldAnswer? = nil
  ) -> LabelingTask {
    LabelingTask(
      batchID: batch.id, promptID: prompt.id, kind: kind, completionIDs: completions.map(\.id),
      requiredOverlap: overlap, priority: priority, gold: gold, createdAt: .start)
  }

  /// Returns a loan of a task.
  func loan(
    of task: LabelingTask? = nil, to labeler: Labeler, state: Assignment.State = .leased,
    minutes: Int = 15
  ) -> Assignment {
    var loan = Assignment(
      taskID: (task ?? self.task).id, labelerID: labeler.id,
      order: completions.map(\.id).reversed(), orderSeed: .max - 1, guidelineID: Identifier(1),
      leasedAt: .start, leaseExpiresAt: .start + .seconds(60 * minutes))
    loan.state = state
    return loan
  }

  /// Returns a judgement of a loan.
  func judgement(
    of loan: Assignment, revision: Int = 1, key: String = "key", reason: String? = nil
  ) -> Judgement {
    Judgement(
      assignmentID: loan.id, revision: revision, idempotencyKey: key,
      answer: Answer(
        ranks: zip(completions, 1...).map { RankedCompletion($0.id, rank: $1) },
        flags: [Answer.Flag("harmful", on: completions[2].id)], reason: reason),
      activeMilliseconds: 40_000, createdAt: .start)
  }
}

extension StoredPrompt {
  static func sample(_ text: String, author: Identifier<Labeler>? = nil) -> StoredPrompt {
    StoredPrompt(
      sha256: sha256Digits(text), content: .text(text), source: "test", authorID: author,
      cluster: text, split: .train, createdAt: .start)
  }
}

extension StoredCompletion {
  static func sample(
    _ text: String, of prompt: Identifier<StoredPrompt>, author: Identifier<Labeler>? = nil
  ) -> StoredCompletion {
    StoredCompletion(
      promptID: prompt, sha256: sha256Digits(text), text: text, origin: .model,
      modelName: "small", modelHash: "beef",
      sampling: Sampling(
        temperature: 0.7, topP: 0.9, topK: 0, maximumNewTokens: 64, seed: .max - 7),
      finishReason: "end", authorID: author, createdAt: .start)
  }
}

private func sha256Digits(_ text: String) -> String { sha256(of: text) }
