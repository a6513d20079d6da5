import Feedback
import HTML

/// An answer in words, for those who look back at it or compare it with others.
struct AnswerSummary {
  let answer: Answer
  /// The completions in the order whose letters are used.
  let order: [Identifier<StoredCompletion>]

  var element: Markup {
    let lines = [
      verdict, ranks, strength, ratings, flags, text, quoted("Why", answer.reason),
      quoted("Why it was changed", answer.reasonForRevision),
    ]
    return Markup(lines.compactMap(\.self))
  }

  /// The answer on one line.
  var line: String {
    switch answer.verdict {
    case .skipped: "skipped"
    case .noneAcceptable where answer.ranks.isEmpty: "none acceptable"
    default:
      if !answer.ranks.isEmpty {
        orderText(answer.ranks, order: order)
          + (answer.verdict == .noneAcceptable ? "; none acceptable" : "")
      } else if let text = answer.text {
        text.shortened(to: 60)
      } else if !answer.ratings.isEmpty {
        "\(answer.ratings.count) marks"
      } else {
        "nothing"
      }
    }
  }

  private var verdict: Markup? {
    switch answer.verdict {
    case .judged: nil
    case .noneAcceptable: "<p>None of them is acceptable.</p>\n"
    case .skipped: "<p>Skipped.</p>\n"
    }
  }

  private var ranks: Markup? {
    guard !answer.ranks.isEmpty else { return nil }
    return "<p><strong>\(orderText(answer.ranks, order: order))</strong></p>\n"
  }

  private var strength: Markup? {
    switch answer.strength {
    case 1: "<p>Slightly better.</p>\n"
    case 2: "<p>Clearly better.</p>\n"
    case 3: "<p>Much better.</p>\n"
    default: nil
    }
  }

  private var ratings: Markup? {
    guard !answer.ratings.isEmpty else { return nil }
    let entries = answer.ratings.map { rating -> Markup in
      "<li>\(letter(rating.completionID)), <bdi>\(marked: rating.axis)</bdi>: \(rating.value)</li>"
    }
    return "<ul>\(entries)</ul>\n"
  }

  private var flags: Markup? {
    guard !answer.flags.isEmpty else { return nil }
    let entries = answer.flags.map { flag -> Markup in
      let subject: Markup = flag.completionID.map { "\(letter($0))" } ?? "the prompt"
      return "<li>\(subject): <bdi>\(marked: flag.name)</bdi></li>"
    }
    return "<ul>\(entries)</ul>\n"
  }

  private var text: Markup? { answer.text.map { "<div class=\"card\">\(words($0))</div>\n" } }

  private func quoted(_ label: Markup, _ text: String?) -> Markup? {
    text.map { "<p class=\"hint\">\(label):</p>\(words($0))\n" }
  }

  private func letter(_ id: Identifier<StoredCompletion>) -> String {
    order.firstIndex(of: id).map(slotLetter) ?? "?"
  }
}

/// Returns an order in letters: `B > A = C; not ranked: D`.
func orderText(_ ranks: [RankedCompletion], order: [Identifier<StoredCompletion>]) -> String {
  let places = Dictionary(grouping: ranks, by: \.rank).sorted { $0.key < $1.key }
  let ranked = places.map { place in
    order.indices.filter { index in
      place.value.contains { $0.completionID == order[index] }
    }.map(slotLetter).joined(separator: " = ")
  }
  guard !ranks.isEmpty else { return "nothing ranked yet" }
  let left = order.indices.filter { index in
    !ranks.contains { $0.completionID == order[index] }
  }.map(slotLetter)
  return ranked.joined(separator: " > ")
    + (left.isEmpty ? "" : "; not ranked: " + left.joined(separator: ", "))
}
