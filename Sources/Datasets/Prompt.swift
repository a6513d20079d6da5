/// Something to ask a model.
///
/// Two prompts are equal when their content and columns are, wherever they were read.
public struct Prompt: Sendable, Hashable, Prompted {
  /// What the model is asked.
  public var content: Content
  /// Where it was read.
  public var source: RowSource?
  /// The row's other columns, each as compact JSON text: a string has its quotation marks.
  public var columns: [String: String]

  /// Creates a prompt.
  public init(_ content: Content, source: RowSource? = nil, columns: [String: String] = [:]) {
    self.content = content
    self.source = source
    self.columns = columns
  }

  /// What the model is asked.
  public var prompt: Content { content }

  /// Returns the text in a column that holds a JSON string, and nothing if it holds none.
  public func string(inColumn name: String) -> String? {
    guard let json = columns[name], case .string(let text) = try? JSONParser.value(of: json) else {
      return nil
    }
    return text
  }

  /// Returns whether two prompts have the same content and columns.
  public static func == (first: Prompt, second: Prompt) -> Bool {
    first.content == second.content && first.columns == second.columns
  }

  /// Hashes what equality compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(content)
    hasher.combine(columns)
  }
}
