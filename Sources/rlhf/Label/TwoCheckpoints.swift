import Datasets
import Dispatch
import Feedback
import Foundation
import Generation
import Models
import Runs
import Synchronization

/// Two models that answer a labeler side by side, one conversation at a time.
///
/// Text goes in and text comes out: the server knows nothing of tensors. Models compute on a queue
/// of their own, so that pages are served meanwhile.
final class TwoCheckpoints: ChatPartner {
  private let models: Mutex<[ChattingModel]>
  private let queue = DispatchQueue(label: "rlhf.chat")
  private let seed: UInt64

  /// Opens both models.
  init(
    _ first: URL, _ second: URL, _ sampling: SamplingConfiguration, seed: UInt64, device: String
  ) throws {
    self.seed = seed
    let models = try [first, second].map { try ChattingModel($0, sampling, device: device) }
    self.models = Mutex(models)
  }

  /// Lets both models answer; the same conversation gives the same answers.
  func replies(to turns: [Message], conversation: String) async throws -> [ChatReply] {
    try await withCheckedThrowingContinuation { continuation in
      queue.async {
        continuation.resume(with: Result { try self.replies(to: turns, in: conversation) })
      }
    }
  }

  private func replies(to turns: [Message], in conversation: String) throws -> [ChatReply] {
    try models.withLock { models in
      try models.enumerated().map { index, model in
        let draw = "chat \(conversation), turn \(turns.count), model \(index)"
        return try model.reply(to: turns, seed: derivedSeed(seed, draw))
      }
    }
  }
}

/// A model that answers conversations.
private struct ChattingModel {
  private let writer: CandidateWriter

  init(_ folder: URL, _ sampling: SamplingConfiguration, device: String) throws {
    writer = try CandidateWriter(folder, sampling, device: device)
  }

  func reply(to turns: [Message], seed: UInt64) throws -> ChatReply {
    let written = try writer.completions(of: [.messages(turns)], seeds: [seed])
    return ChatReply(
      text: written[0].text, modelName: writer.name, modelHash: writer.hash,
      sampling: writer.sampling(seed: seed), finishReason: written[0].finishReason)
  }
}
