internal import Foundation

/// A Hugging Face chat template: it turns a conversation into the text that a model was trained on.
///
/// The language is Jinja2 as `transformers` runs it: `trim_blocks` and `lstrip_blocks` on, values
/// immutable, `break` and `continue`, `{% generation %}`, `raise_exception` and `strftime_now`.
/// Templates come with checkpoints, from strangers: they can reach nothing but their variables, and
/// text, nesting and work are bounded.
public struct ChatTemplate: Sendable {
  private let body: [Jinja.Statement]
  private let specialTokens: [String: String]

  /// Reads a template.
  ///
  /// - Parameters:
  ///   - source: The template's text.
  ///   - specialTokens: Variables of every rendering, such as `bos_token`.
  /// - Throws: ``ChatTemplateError/syntax(line:reason:)`` with the line and the construct.
  public init(_ source: String, specialTokens: [String: String] = [:]) throws {
    var parser = Jinja.Parser(try Jinja.Lexer.tokens(of: source))
    body = try parser.parseTemplate()
    self.specialTokens = specialTokens
  }

  /// Returns the text of a conversation.
  ///
  /// - Parameters:
  ///   - messages: The turns, in order.
  ///   - addingGenerationPrompt: Whether the text ends with the opening of the assistant's turn.
  ///   - variables: More variables of the template, such as `tools` or `enable_thinking`.
  /// - Throws: ``ChatTemplateError`` where the template fails or refuses the conversation.
  public func render(
    _ messages: [ChatMessage], addingGenerationPrompt: Bool = false,
    variables: [String: ChatValue] = [:]
  ) throws -> String {
    let values: [ChatValue] = messages.map {
      ["role": .string($0.role), "content": .string($0.content)]
    }
    return try render(
      values, addingGenerationPrompt: addingGenerationPrompt, variables: variables)
  }

  /// Returns the text of a conversation whose turns carry more than a role and a content.
  ///
  /// - Parameters:
  ///   - messages: The turns, each a dictionary with keys such as `role`, `content`,
  ///     `reasoning_content` and `tool_calls`.
  ///   - addingGenerationPrompt: Whether the text ends with the opening of the assistant's turn.
  ///   - variables: More variables of the template, such as `tools` or `enable_thinking`.
  /// - Throws: ``ChatTemplateError`` where the template fails or refuses the conversation.
  public func render(
    _ messages: [ChatValue], addingGenerationPrompt: Bool = false,
    variables: [String: ChatValue] = [:]
  ) throws -> String {
    var all: [String: ChatValue] = ["tools": .null, "documents": .null]
    for (name, token) in specialTokens { all[name] = .string(token) }
    all["messages"] = .list(messages)
    all["add_generation_prompt"] = .boolean(addingGenerationPrompt)
    all.merge(variables) { _, given in given }
    return try render(variables: all, limits: Jinja.Limits(), now: Date())
  }

  func render(
    variables: [String: ChatValue], limits: Jinja.Limits, now: Date
  ) throws -> String {
    let evaluator = Jinja.Evaluator(limits: limits, now: now)
    return try evaluator.render(body, variables: variables)
  }
}
