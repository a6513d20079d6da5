/// Where a row was read.
public struct RowSource: Sendable, Hashable, CustomStringConvertible {
  /// The file's path, as it was given.
  public var file: String
  /// The line on which the row begins, counted from 1.
  public var line: Int

  /// Creates the place `line` in `file`.
  public init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  /// The place as `file:line`, which editors can open.
  public var description: String { "\(file):\(line)" }
}

/// A row that has a prompt.
public protocol Prompted {
  /// What the model is asked.
  var prompt: Content { get }
}
