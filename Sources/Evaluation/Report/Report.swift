public import Foundation
public import HTML
import Runs

/// A page for people about what was done and measured.
///
/// It is a value: put blocks into it, then ask for ``html(isLive:)`` or ``text(width:)``. The HTML
/// page holds its drawings and style itself and asks for nothing from anywhere. It runs no script, or
/// where it is interactive exactly one, which it shows all without.
public struct Report: Sendable, Equatable {
  /// What it is about.
  public var title: String
  /// What a reader in a hurry should know, a paragraph each.
  public var summary: [String]
  /// What else there is to know.
  public var sections: [Section]
  /// Whether the page has the script that shows raw values, searches, and smooths as one likes.
  public var isInteractive: Bool
  /// The runs that curves are of, where there are several: each can be hidden.
  public var overlaidRuns: [String] = []

  /// Creates a report.
  public init(
    title: String, summary: [String] = [], sections: [Section] = [], isInteractive: Bool = false
  ) {
    self.title = title
    self.summary = summary
    self.sections = sections
    self.isInteractive = isInteractive
  }

  /// Blocks under one heading.
  public struct Section: Sendable, Equatable {
    /// The heading.
    public var title: String
    /// What is under it.
    public var blocks: [Block]

    /// Creates a section.
    public init(_ title: String, _ blocks: [Block]) {
      self.title = title
      self.blocks = blocks
    }
  }

  /// A piece of a section.
  public enum Block: Sendable, Equatable {
    /// A paragraph.
    case paragraph(String)
    /// A remark set apart, as about what to be careful with.
    case note(String)
    /// A table.
    case table(Table)
    /// Names and what they stand for.
    case keyValues([KeyValue])
    /// Curves; neighbours stand side by side where there is room.
    case curves(Chart)
    /// Estimates with their intervals on one scale.
    case intervals(IntervalChart)
    /// What several models reply to the same prompts.
    case conversations([ConversationComparison])
    /// The few numbers to see first.
    case tiles([Tile])
    /// What was found wrong, and when.
    case verdicts([VerdictCard])
    /// Samples of the same prompts side by side, with what differs.
    case samples(SampleSheet)
  }

  /// A number to see first.
  public struct Tile: Sendable, Equatable {
    /// What it is.
    public var title: String
    /// The number, or a word.
    public var value: String
    /// What to know beside it.
    public var detail: String

    /// Creates a tile.
    public init(_ title: String, _ value: String, _ detail: String = "") {
      self.title = title
      self.value = value
      self.detail = detail
    }
  }

  /// A name and what it stands for.
  public struct KeyValue: Sendable, Equatable {
    /// The name.
    public var key: String
    /// What it stands for.
    public var value: String

    /// Creates a pair.
    public init(_ key: String, _ value: String) {
      self.key = key
      self.value = value
    }
  }

  /// Writes the report as an HTML page: all of it, or nothing.
  ///
  /// - Throws: `RunError` when the file cannot be written.
  public func write(to url: URL) throws {
    try writeAtomically(Data(html().utf8), to: url)
  }
}
