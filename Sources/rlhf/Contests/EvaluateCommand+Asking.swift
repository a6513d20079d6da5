import ArgumentParser
import Datasets
import Feedback
import Foundation
import Generation
import Scoring

extension EvaluateCommand {
  /// Lets both models write, and puts the pairs into a store for people to judge.
  ///
  /// Labelers see two completions in an order of their own, and never a model's name. Whose is whose
  /// is kept with the completions: name and hash of the checkpoint, and the seed.
  func askPeople(
    about first: String, against second: String, on prompts: String, in folder: String
  ) throws {
    let name = contest.batch ?? "\(first) against \(second)"
    let store = try StoreArgument.parse([folder]).opened()
    let isTaken = try store.read { try $0.all(TaskBatch.self).contains { $0.purpose == name } }
    guard !isTaken else {
      throw RefusedInput(
        "\(folder) has a batch called ‘\(name)’; give this one another name with --batch")
    }
    let contest = try Contest(self, prompts: prompts)
    let authors = try [first, second].map { path in
      let url = URL(fileURLWithPath: path)
      return Author(name: displayed(url), hash: try checkpointHash(of: url))
    }
    let pairs = try contest.completions(of: first, against: second).pairs
    let writing = ContestWriting(
      importer: Importer(store: store), source: URL(fileURLWithPath: prompts).lastPathComponent,
      sampling: try options.configuration(), seed: options.seed, authors: authors)
    let made = try writing.makeTasks(
      of: zip(pairs.indices, pairs).map { index, pair in
        (contest.prompts[index / count].index, index % count, pair)
      }, called: name, overlap: self.contest.overlap)
    print("\(counted(made.taskCount, "pair")) to judge, as ‘\(name)’")
    for (count, what) in made.remarks where count > 0 {
      note("  \(counted(count, "pair")) \(what)")
    }
    guard made.taskCount > 0 else { return }
    print(
      """
      Next: rlhf label serve \(folder)
      Then: rlhf evaluate --people \(folder) --batch '\(name)'
      """)
  }
}

/// The writer of completions, as the store keeps it.
struct Author {
  let name: String
  let hash: String
}

/// The pairs of a contest on their way into a store.
struct ContestWriting {
  /// What came of it.
  struct Made {
    var taskCount = 0
    var alikeCount = 0
    var emptyCount = 0
    var withheldCount = 0

    /// What else is worth knowing, with how often it was so.
    var remarks: [(Int, String)] {
      [
        (alikeCount, "with the same text twice: ties that nobody is asked about"),
        (emptyCount, "with an empty completion, and left out"),
        (withheldCount, "known before, or telling which model wrote it, and left out"),
      ]
    }
  }

  let importer: Importer
  let source: String
  let sampling: SamplingConfiguration
  let seed: UInt64
  let authors: [Author]

  /// Makes a task of each pair of different texts.
  func makeTasks(
    of pairs: [(prompt: Int, draw: Int, pair: EpisodePair)], called name: String, overlap: Int
  ) throws -> Made {
    var made = Made()
    let prompts = try importer.addPrompts(pairs.map(\.pair.first.prompt.content), source: source)
    var proposals: [TaskProposal] = []
    for (item, prompt) in zip(pairs, prompts) {
      let texts = [item.pair.first, item.pair.second].map { text(of: $0, answering: prompt) }
      guard !texts.contains(where: \.isEmpty) else {
        made.emptyCount += 1
        continue
      }
      guard !texts[0].utf8.elementsEqual(texts[1].utf8) else {
        made.alikeCount += 1
        continue
      }
      let new = zip(zip(texts, [item.pair.first, item.pair.second]), authors).map {
        completion($0.0, $0.1, by: $1, of: prompt, item)
      }
      proposals.append(
        TaskProposal(promptID: prompt.id, completionIDs: try kept(new)))
    }
    let tasks = try importer.makeTasks(
      kind: .pair, overlap: overlap, purpose: name,
      selector: ContestBatch(alikeCount: made.alikeCount).selector, from: proposals)
    made.taskCount = tasks.taskCount
    made.withheldCount = proposals.count - tasks.taskCount
    return made
  }

  private func text(of episode: Episode, answering prompt: StoredPrompt) -> String {
    let isTurns = if case .messages = prompt.content { true } else { false }
    return isTurns
      ? episode.completion.trimmingCharacters(in: .whitespacesAndNewlines) : episode.completion
  }

  private func completion(
    _ text: String, _ episode: Episode, by author: Author, of prompt: StoredPrompt,
    _ item: (prompt: Int, draw: Int, pair: EpisodePair)
  ) -> NewCompletion {
    NewCompletion(
      promptID: prompt.id, text: text, modelName: author.name, modelHash: author.hash,
      sampling: StoredCompletion.Sampling(
        temperature: sampling.temperature, topP: sampling.topP, topK: sampling.topK,
        maximumNewTokens: sampling.maximumNewTokens,
        seed: Contestant.seed(seed, prompt: item.prompt, draw: item.draw)),
      finishReason: episode.isFinished ? "end" : "length")
  }

  /// Keeps completions, and finds those that were there before.
  private func kept(_ new: [NewCompletion]) throws -> [Identifier<StoredCompletion>] {
    _ = try importer.addCompletions(new)
    return try importer.store.read { reader in
      try new.compactMap { completion in
        try reader.completions(of: completion.promptID).first {
          $0.modelHash == completion.modelHash && $0.modelName == completion.modelName
            && $0.text.utf8.elementsEqual(completion.text.utf8)
        }?.id
      }
    }
  }
}
