import HTML
import Statistics

extension SampleSheet {
  /// All prompts, with what a reader can choose by.
  func element() -> Markup {
    let traits = SampleSheet.Row.Trait.allCases.map { trait in
      (trait, rows.count { $0.traits.contains(trait) })
    }
    let choices = traits.filter { $0.1 > 0 }.map { trait, count -> Markup in
      "<option value=\"\(trait.rawValue)\">\(trait.words) (\(count))</option>"
    }
    let lead: Markup = note.isEmpty ? "" : "<p dir=\"auto\">\(marked: note)</p>"
    return """
      \(lead)<div class="choices">
      <label class="scripted-only">Prompts <select id="trait"><option value="">all (\(rows.count))\
      </option>\(choices)</select></label>
      <label><input type="checkbox" id="dropped"> Words that were dropped</label>
      </div>
      \(rows.enumerated().map { $1.element(number: $0 + 1) })
      """
  }
}

extension SampleSheet.Row {
  fileprivate func element(number: Int) -> Markup {
    let turns = ConversationComparison(prompt: prompt, replies: []).turns
    let asked = turns.map { turn -> Markup in
      """
      <h3>\(number). <bdi>\(marked: turn.speaker)</bdi></h3>\
      <p class="words" dir="auto">\(marked: shortened(turn.text, to: promptLimit))</p>
      """
    }
    let folded: Markup =
      between.isEmpty
      ? ""
      : """
      <details><summary>\(between.count) more \(between.count == 1 ? "round" : "rounds")</summary>
      <div class="replies">\(between.map(reply))</div></details>
      """
    return """
      <article class="sample" data-traits="\(traits.map(\.rawValue).joined(separator: " "))">
      <div class="prompt">\(asked)</div>
      <div class="replies">\(replies.enumerated().map { $0 == 0 ? first($1) : reply($1) })</div>
      \(folded)</article>

      """
  }

  private func first(_ reply: SampleSheet.Reply) -> Markup {
    let text = shortened(reply.text, to: replyLimit)
    return reply.element(facts: reply.facts(since: nil), words: "\(marked: text)")
  }

  private func reply(_ reply: SampleSheet.Reply) -> Markup {
    guard let first = replies.first else { return "" }
    let text = shortened(reply.text, to: replyLimit)
    let difference = WordDifference(from: shortened(first.text, to: replyLimit), to: text)
    // Where nearly all is new, marks would only be in the way.
    let words: Markup =
      difference.sharedShare < 0.15 ? "\(marked: text)" : Markup(difference.pieces.map(element))
    return reply.element(facts: reply.facts(since: first), words: words)
  }

  private func element(_ piece: WordDifference.Piece) -> Markup {
    switch piece {
    case .same(let text): "\(marked: text)"
    case .added(let text): added(text)
    case .removed(let text): "<del>\(marked: text)</del>"
    }
  }

  /// Marks words, not the white space after them.
  private func added(_ text: String) -> Markup {
    let scalars = text.unicodeScalars
    let end = scalars.lastIndex { !$0.properties.isWhitespace }.map(scalars.index(after:))
    guard let end else { return "\(marked: text)" }
    return "<ins>\(marked: String(scalars[..<end]))</ins>\(marked: String(scalars[end...]))"
  }
}

extension SampleSheet.Reply {
  fileprivate func element(facts: [String], words: Markup) -> Markup {
    let shown: Markup = text.isEmpty ? "<span class=\"empty\">(nothing)</span>" : words
    let key: Markup =
      colorIndex.map { "<span class=\"dot s\($0 % 6)\" aria-hidden=\"true\"></span>" } ?? ""
    return """
      <div class="reply\(colorIndex.map { " n\($0)" as Markup } ?? "")"><h4>\(key)<bdi>\(marked: name)</bdi></h4>\
      <p class="facts">\(facts.map { "<span>\($0)</span> " as Markup })</p>\
      <p class="words" dir="auto">\(shown)</p></div>

      """
  }

  /// The scores, with what changed.
  fileprivate func facts(since first: SampleSheet.Reply?) -> [String] {
    var facts: [String] = []
    func add(_ name: String, _ value: Double?, _ before: Double?) {
      guard let value else { return }
      let change = before.map { value - $0 } ?? 0
      let sign = change > 0 ? "+" : ""
      let moved = change == 0 || !change.isFinite ? "" : " (\(sign)\(decimal(change, places: 2)))"
      facts.append("\(name) \(decimal(value, places: 2))\(moved)")
    }
    add("true", gold, first?.gold)
    add("reward", reward, first?.reward)
    add("KL", kl, nil)
    if let tokenCount { facts.append("\(tokenCount) tokens") }
    if isFinished == false { facts.append("cut off") }
    return facts
  }
}

/// So that a page stays small enough to open.
private let replyLimit = 2000
private let promptLimit = 4000

/// Returns a text with at most so many scalars, and how many more there were.
private func shortened(_ text: String, to limit: Int) -> String {
  let count = text.unicodeScalars.count
  guard count > limit else { return text }
  return String(text.unicodeScalars.prefix(limit)) + "… (\(count - limit) more characters)"
}
