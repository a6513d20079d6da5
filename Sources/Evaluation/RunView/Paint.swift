/// Colours of a terminal, or none.
struct Paint {
  let isColored: Bool

  /// What stands out.
  func bold(_ text: String) -> String { painted(text, "1") }

  /// What stands back.
  func soft(_ text: String) -> String { painted(text, "90") }

  /// What is wrong.
  func warning(_ text: String, isBad: Bool) -> String { painted(text, isBad ? "31" : "33") }

  /// A line of bars.
  func curve(_ text: String) -> String { painted(text, "36") }

  /// A bar that is filled in part.
  func bar(_ share: Double, _ width: Int) -> String {
    let filled = Int(min(1, max(0, share)) * Double(width))
    let rest = String(repeating: isColored ? "━" : "·", count: width - filled)
    return painted(String(repeating: "━", count: filled), "32") + soft(rest)
  }

  private func painted(_ text: String, _ code: String) -> String {
    isColored && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
