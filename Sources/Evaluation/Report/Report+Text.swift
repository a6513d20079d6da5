public import HTML
import Statistics

extension Report {
  /// Returns the report for a terminal; curves become a line of bars each.
  ///
  /// - Parameter width: How many columns the terminal has.
  public func text(width: Int = 80) -> String {
    let lead = summary.map { lines(of: $0, width) }
    let parts = [heading(title, "═", width)] + lead + sections.map { $0.text(width: width) }
    return parts.joined(separator: "\n")
  }
}

extension Report.Section {
  /// Returns the section for a terminal.
  ///
  /// - Parameter width: How many columns the terminal has.
  public func text(width: Int = 80) -> String {
    ([heading(title, "─", width)] + blocks.map { $0.text(width: width) }).joined(separator: "\n")
  }
}

extension Report.Block {
  /// Returns the block for a terminal, ending with a line break.
  ///
  /// - Parameter width: How many columns the terminal has.
  public func text(width: Int = 80) -> String {
    switch self {
    case .paragraph(let text): lines(of: text, width)
    case .note(let text): indented("Note: " + text, by: "  ", width)
    case .table(let table): table.text(width: width)
    case .keyValues(let pairs): text(of: pairs, width)
    case .curves(let chart): chart.text(width: width)
    case .intervals(let chart): chart.text(width: width)
    case .conversations(let comparisons):
      comparisons.map { $0.text(width: width) }.joined(separator: "\n")
    case .tiles(let tiles):
      text(of: tiles.map { .init($0.title, "\($0.value)  \($0.detail)") }, width)
    case .verdicts(let cards): cards.flatMap(\.textLines).map { lines(of: $0, width) }.joined()
    case .samples(let sheet):
      sheet.conversations.map { $0.text(width: width) }.joined(separator: "\n")
    }
  }

  private func text(of pairs: [Report.KeyValue], _ width: Int) -> String {
    let keys = pairs.map { visible($0.key, keepingLines: false) }
    let keyWidth = min(width / 2, keys.map(displayWidth).max() ?? 0)
    return zip(keys, pairs).map { key, pair in
      let keyLines = wrapped(key, to: keyWidth)
      let values = wrapped(visible(pair.value), to: width - keyWidth - 2)
      return (0..<max(keyLines.count, values.count)).map { index in
        let left = padded(index < keyLines.count ? keyLines[index] : "", to: keyWidth)
        return "\(left)  \(index < values.count ? values[index] : "")\n"
      }.joined()
    }.joined()
  }
}

extension ConversationComparison {
  /// Returns the prompt and the replies for a terminal, ending with a line break.
  ///
  /// - Parameter width: How many columns the terminal has.
  public func text(width: Int = 80) -> String {
    let asked = turns.map { turn in
      lines(of: turn.speaker, width) + indented(turn.text, by: "  ", width)
    }
    let replied = replies.map { reply in
      let score = reply.score.map { " (\(decimal($0, places: 2)))" } ?? ""
      let words = reply.text.isEmpty ? "(nothing)" : reply.text
      return lines(of: reply.name + score, width) + indented(words, by: "  ", width)
    }
    return (asked + replied).joined()
  }
}

extension IntervalChart {
  /// Returns the estimates as a table for a terminal.
  ///
  /// - Parameter width: How many columns the terminal has.
  public func text(width: Int = 80) -> String {
    Table(headers: [title, xLabel], rows: rows.map { [$0.name, text($0.estimate)] })
      .text(width: width)
  }
}

extension Chart {
  /// Returns each curve as a line of bars for a terminal, with its first and last value.
  ///
  /// - Parameter width: How many columns the terminal has.
  public func text(width: Int = 80) -> String {
    let rows = series.map { series -> [String] in
      let points = series.points.filter(\.isFinite)
      guard let first = points.first, let last = points.last else {
        return [series.name, "–", "no values", "–"]
      }
      return [series.name, readable(first.y), bars(points, count: 24), readable(last.y)]
    }
    return Table(headers: [title, "first", "over \(xLabel)", "last"], rows: rows)
      .text(width: width)
  }

  private func bars(_ points: [Point], count: Int) -> String {
    sparkline((smoothed(points) ?? points).map(\.y), count: count)
  }
}

/// Returns a line of bars as high as levels, at most so many.
func sparkline(_ levels: [Double], count: Int) -> String {
  guard count > 0, let lowest = levels.min(), let highest = levels.max() else { return "" }
  let marks = Array("▁▂▃▄▅▆▇█")
  return String(
    (0..<min(count, levels.count)).map { index in
      let level = levels[index * (levels.count - 1) / max(1, min(count, levels.count) - 1)]
      let share =
        highest > lowest ? level / (highest - lowest) - lowest / (highest - lowest) : 0.5
      return marks[min(7, max(0, Int(share * 8)))]
    })
}

private func heading(_ title: String, _ underline: String, _ width: Int) -> String {
  let lines = wrapped(visible(title, keepingLines: false), to: width)
  let longest = lines.map(displayWidth).max() ?? 0
  return (lines + [String(repeating: underline, count: longest)]).map { $0 + "\n" }.joined()
}

private func lines(of text: String, _ width: Int) -> String { indented(text, by: "", width) }

private func indented(_ text: String, by indentation: String, _ width: Int) -> String {
  wrapped(visible(text), to: width - indentation.count)
    .map { $0.isEmpty ? "\n" : indentation + $0 + "\n" }.joined()
}
