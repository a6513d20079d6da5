import Datasets

/// A completion that a run showed: a line of `samples.jsonl`.
struct RunSample: Equatable {
  let step: Int
  let prompt: Content
  let completion: String
  let reward: Double?
  let gold: Double?
  let kl: Double?
  let tokenCount: Int?
  let isFinished: Bool?

  /// Reads a line; nil where it lacks what makes a sample.
  init?(_ line: JSONTree) {
    guard let step = line["step"]?.int, let prompt = line["prompt"].flatMap(content),
      let completion = line["completion"].flatMap(content)
    else { return nil }
    self.step = step
    self.prompt = prompt
    self.completion = text(of: completion)
    reward = line["reward"]?.number
    gold = line["gold"]?.number
    kl = line["kl"]?.number
    tokenCount = line["tokens"]?.int
    isFinished = line["finished"].flatMap { if case .boolean(let flag) = $0 { flag } else { nil } }
  }
}

private func content(_ value: JSONTree) -> Content? {
  if let text = value.string { return .text(text) }
  guard case .list(let turns) = value else { return nil }
  let messages = turns.compactMap { turn -> Message? in
    guard let role = turn["role"]?.string, let said = turn["content"]?.string else { return nil }
    return Message(role: role, content: said)
  }
  return messages.count == turns.count ? .messages(messages) : nil
}

private func text(of content: Content) -> String {
  switch content {
  case .text(let text): text
  case .messages(let messages): messages.map(\.content).joined(separator: "\n")
  }
}
