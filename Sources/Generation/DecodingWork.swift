import Models
import Torch

/// What all rows of a call of `generate` have in common.
struct DecodingWork {
  let model: LanguageModel
  let prompts: [[Int]]
  let sampling: SamplingConfiguration
  /// One for each prompt, empty.
  let drafts: [Draft]
  /// The numbers that tokens are drawn by; none when greedy.
  let uniforms: UniformNumbers?
  /// Whether a step is begun before the tokens of the one before are read: a GPU goes on meanwhile,
  /// with rows that may have ended.
  let beginsAhead: Bool
  let onToken: ((_ row: Int, _ token: Int) -> Void)?
  let onCompletion: ((_ row: Int, _ completion: Completion) -> Void)?

  /// Continues some of the prompts.
  ///
  /// - Parameters:
  ///   - rows: Which, in the order that they begin in.
  ///   - most: How many go on side by side; the others wait.
  func completions(of rows: [Int], atMost most: Int) throws -> [Completion] {
    var drafts = self.drafts
    var found: [Int: Completion] = [:]
    let stopTokens = Generation.stopTokens(of: sampling, model.configuration)
    var record = LogProbabilityRecord()

    /// Reads the log probabilities of the batch's rows, and hands over those that have ended.
    func closeDrafts(of rows: [Int]) throws {
      for (row, values) in zip(rows, record.read()) {
        drafts[row].append(logProbabilities: values)
        if drafts[row].isOpen { continue }
        let completion = try drafts[row].completion(ofPrompt: row)
        found[row] = completion
        onCompletion?(row, completion)
      }
    }

    try withoutGradients {
      var waiting = rows[...]
      var batch = DecodingBatch(of: Array(waiting.popFirst(most)), in: self)
      var logits = batch.logitsAfterPrompts()

      while true {
        // 1. The choice; its ids are what is read from the device.
        let choice = TokenChoice(
          logits: logits, sampling, uniforms: uniforms?.next(of: batch.rows, drafts))
        record.append(choice.logProbabilities)
        var next = beginsAhead && batch.hasRoom ? batch.logits(after: choice.tokens) : nil

        // 2. The ends.
        for (row, token) in zip(batch.rows, choice.tokens.integers) where drafts[row].isOpen {
          drafts[row].append(
            token, stopTokens: stopTokens, maximumNewTokens: sampling.maximumNewTokens)
          onToken?(row, token)
        }

        // 3. The rows that go on.
        let open = batch.rows.indices.filter { drafts[batch.rows[$0]].isOpen }
        var tokens = choice.tokens
        let leavesOut = isWorthLeavingOut(batch.rows.count - open.count, of: batch.rows.count)
        if leavesOut {
          try closeDrafts(of: batch.rows)
          if open.isEmpty && waiting.isEmpty { break }
        }

        // 4. The next logits. `[batch, vocabulary]`
        if !open.isEmpty {
          if leavesOut {
            let kept = Tensor(open, on: model.device)
            batch.keepRows(open)
            tokens = tokens.rows(at: kept)
            next = next?.rows(at: kept)
          }
          logits = next ?? batch.logits(after: tokens)
        }

        // 5. The prompts that there is room for.
        if leavesOut && !waiting.isEmpty {
          // Where none goes on, their keys and values make room first.
          if open.isEmpty { batch.keepRows([]) }
          var joining = DecodingBatch(
            of: Array(waiting.popFirst(most - open.count)), in: self)
          let first = joining.logitsAfterPrompts()
          logits = open.isEmpty ? first : .concatenation(of: [logits, first], along: 0)
          batch = open.isEmpty ? joining : batch.joined(with: joining)
        }
      }
    }
    return rows.map { row in
      guard let completion = found[row] else { preconditionFailure("prompt \(row) has not ended") }
      return completion
    }
  }
}

extension DecodingBatch {
  /// - Parameter rows: Which prompts of the work are continued.
  fileprivate init(of rows: [Int], in work: DecodingWork) {
    let steps = min(
      work.sampling.maximumNewTokens, rows.map { work.drafts[$0].room }.max() ?? 0)
    self.init(rows, of: work.prompts, steps: steps, by: work.model)
  }
}

extension ArraySlice {
  /// Removes the first elements, as many as there are up to `count`, and gives them.
  fileprivate mutating func popFirst(_ count: Int) -> ArraySlice {
    let first = prefix(count)
    removeFirst(first.count)
    return first
  }
}

/// Whether so many rows have ended that copying the others' keys and values costs less than going
/// on with all: with a quarter gone each time, all copies together are a few times the cache.
private func isWorthLeavingOut(_ ended: Int, of count: Int) -> Bool {
  ended > 0 && ended * 4 >= count
}
