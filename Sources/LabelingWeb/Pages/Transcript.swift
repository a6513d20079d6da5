import Datasets
import Feedback
import HTML

/// The turns of a conversation, or a plain text, as people read them.
struct Transcript {
  let turns: [Message]

  /// The turns, each with who says it; a plain text stands alone.
  var element: Markup {
    if turns.count == 1, turns[0].role == "text" { return words(turns[0].content) }
    return Markup(turns.map(turn))
  }

  private func turn(_ turn: Message) -> Markup {
    """
    <div class="turn \(kind(turn.role))"><p class="role">\(speaker(turn.role))</p>\
    \(words(turn.content))</div>
    """
  }

  private func kind(_ role: String) -> Markup {
    switch role {
    case "user", "human": "user"
    case "assistant": "assistant"
    case "system": "system"
    default: "other"
    }
  }

  private func speaker(_ role: String) -> Markup {
    switch role {
    case "user", "human": "User"
    case "assistant": "Assistant"
    case "system": "System"
    case "text": "Text"
    default: "<bdi>\(marked: role)</bdi>"
    }
  }
}

/// A text in full, every character of it to be seen.
func words(_ text: String) -> Markup {
  text.unicodeScalars.isEmpty
    ? "<p class=\"empty\">(nothing)</p>" : "<p class=\"words\" dir=\"auto\">\(marked: text)</p>"
}

/// Returns whether two texts are the same characters, not only the same to the eye.
func areSame(_ first: String, _ second: String) -> Bool {
  first.utf8.elementsEqual(second.utf8)
}

extension String {
  /// The text up to a count of characters, with an ellipsis where something is left out.
  func shortened(to count: Int) -> String {
    guard unicodeScalars.count > count else { return self }
    return String(unicodeScalars.prefix(count)) + "…"
  }
}
