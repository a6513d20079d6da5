public import Foundation
import HTML
import Runs
import Statistics

/// A run as a terminal shows it: how far it is, its main metrics as lines of bars, verdicts, and what
/// it wrote last.
public struct RunView: Sendable, Equatable {
  /// The lines, none wider than asked for.
  public let lines: [String]
  /// Whether the run goes on no more.
  public let hasEnded: Bool

  /// All lines as one text.
  public var text: String { lines.joined(separator: "\n") }

  /// Reads a run's folder.
  ///
  /// - Parameters:
  ///   - folder: The folder.
  ///   - width: How many columns there are.
  ///   - height: How many rows there are; nil for as many as it takes. Samples go first, then what
  ///     the verdicts say.
  ///   - isColored: Whether to use a terminal's colours.
  /// - Throws: `EvaluationError` or `RunError` when the folder holds no run or a file is damaged.
  public init(of folder: URL, width: Int, height: Int? = nil, isColored: Bool = false) throws {
    let run = try RunDescription(folder: folder)
    let pace = RunPace(run)
    let paint = Paint(isColored: isColored)
    let width = max(20, width)
    let head = Self.head(run, pace, width, paint)
    let curves = MetricLines(run: run, width: width, paint: paint).lines
    let verdicts = Self.verdicts(run, width, paint)
    let room = height.map { max(0, $0 - head.count - curves.count - verdicts.count - 2) } ?? 8
    let sample = Self.sample(run, width, room, paint)
    let all = head + [""] + curves + [""] + verdicts + sample
    lines = height.map { Array(all.prefix($0)) } ?? all
    hasEnded = ![.none, .string("running")].contains(run.record["status"])
  }

  private static func head(
    _ run: RunDescription, _ pace: RunPace, _ width: Int, _ paint: Paint
  ) -> [String] {
    let status = RunHeadline(run: run).status
    let command = run.record["command"].map { "\($0.text) · " } ?? ""
    let title = fitted(command + run.name, to: width - status.count - 2)
    let first = paint.bold(padded(title, to: width - status.count - 1)) + " " + status
    let words = fitted(pace.words, to: width)
    guard let share = pace.share, width >= 30 else { return [first, words] }
    let barWidth = min(40, max(8, width - displayWidth(words) - 2))
    guard displayWidth(words) + barWidth + 2 <= width else { return [first, words] }
    return [first, paint.bar(share, barWidth) + "  " + words]
  }

  private static func verdicts(
    _ run: RunDescription, _ width: Int, _ paint: Paint
  ) -> [String] {
    guard run.isDiagnosed else { return [] }
    guard !run.verdicts.isEmpty else { return ["Verdict: healthy", ""] }
    let latest = run.verdicts.suffix(3).flatMap { verdict -> [String] in
      let head = "! \(verdict.title), \(verdict.place): \(verdict.response.word)"
      let evidence = verdict.evidence.first.map { ["    " + fitted($0, to: width - 4)] } ?? []
      return [paint.warning(fitted(head, to: width), isBad: verdict.response == .stop)] + evidence
    }
    return latest + [""]
  }

  private static func sample(
    _ run: RunDescription, _ width: Int, _ room: Int, _ paint: Paint
  ) -> [String] {
    guard room >= 3, let last = run.samples.last(where: { $0.step == run.samples.last?.step })
    else { return [] }
    let scores = [("true", last.gold), ("reward", last.reward), ("KL", last.kl)].compactMap {
      name, value in value.map { "\(name) \(decimal($0, places: 2))" }
    }
    let title = "Written at step \(last.step)" + (scores.isEmpty ? "" : ": ")
    let asked = ConversationComparison(prompt: last.prompt, replies: []).turns.last?.text ?? ""
    let body = wrapped(visible(last.completion, keepingLines: false), to: width - 2)
    let cut = body.count > room - 2 ? Array(body.prefix(room - 3)) + ["…"] : body
    return [
      fitted(title + scores.joined(separator: ", "), to: width),
      paint.soft(fitted("▸ " + asked, to: width)),
    ] + cut.map { "  " + $0 }
  }
}

/// Returns a text on one line, cut where it is too wide.
func fitted(_ text: String, to width: Int) -> String {
  let line = visible(text, keepingLines: false)
  guard displayWidth(line) > width else { return line }
  var result = ""
  var used = 1
  for character in line {
    used += displayWidth(String(character))
    if used > width { break }
    result.append(character)
  }
  return result + "…"
}
