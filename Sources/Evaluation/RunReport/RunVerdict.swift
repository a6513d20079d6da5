/// What a run's diagnosis found: lines of `verdicts.jsonl` of one kind, one after another.
struct RunVerdict: Equatable {
  let verdict: String
  let evidence: [String]
  let advice: String
  let response: VerdictCard.Response
  /// The steps at which it was found, in order.
  private(set) var steps: [Int]

  /// Reads a line; nil where it lacks what makes a verdict.
  init?(_ line: JSONTree) {
    guard let step = line["step"]?.int, let verdict = line["verdict"]?.string,
      verdict != "healthy"
    else { return nil }
    self.verdict = verdict
    evidence = line["evidence"]?.elements.compactMap(\.string) ?? []
    advice = line["advice"]?.string ?? ""
    response = line["action"]?.string.flatMap(VerdictCard.Response.init) ?? .log
    steps = [step]
  }

  /// The first step at which it was found.
  var step: Int { steps[0] }

  /// The verdict in words: `length_hacking` is “Length hacking”.
  var title: String {
    let words = verdict.split(separator: "_").map { $0 == "kl" ? "KL" : String($0) }
      .joined(separator: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  /// The steps in words.
  var place: String {
    guard let last = steps.last, last != step else { return "step \(step)" }
    return "steps \(step) to \(last), \(steps.count) times"
  }

  /// Returns the verdicts of a log, repetitions of one put together unless it was stronger.
  static func all(in log: RunLog) -> [RunVerdict] {
    var result: [RunVerdict] = []
    for verdict in log.lines.compactMap(RunVerdict.init).sorted(by: { $0.step < $1.step }) {
      let same = result.firstIndex {
        $0.verdict == verdict.verdict && $0.response == verdict.response
      }
      if let same {
        if result[same].steps.last != verdict.step { result[same].steps += verdict.steps }
      } else {
        result.append(verdict)
      }
    }
    return result
  }
}
