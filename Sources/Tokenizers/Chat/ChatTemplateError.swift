/// Why a chat template could not be read or rendered.
public enum ChatTemplateError: Error, Equatable, CustomStringConvertible {
  /// The source is not a template, or uses a construct that is not known.
  case syntax(line: Int, reason: String)

  /// An expression failed for this conversation.
  case rendering(line: Int, reason: String)

  /// The template itself refused the conversation, through `raise_exception`.
  case refused(line: Int, message: String)

  /// The template asked for more work, text or nesting than a conversation can need.
  case limit(line: Int, reason: String)

  /// A variable's JSON text could not be read.
  case json(offset: Int, reason: String)

  /// A checkpoint's folder has no template that can be used.
  case folder(path: String, reason: String)

  /// One sentence that says what went wrong, where, and what to do.
  public var description: String {
    switch self {
    case .syntax(let line, let reason):
      "The chat template cannot be read, line \(line): \(reason); correct the template."
    case .rendering(let line, let reason):
      "The chat template failed at line \(line): \(reason); "
        + "correct the template, or give it the variables and roles that it expects."
    case .refused(let line, let message):
      "The chat template refuses the conversation at line \(line): \(message)"
        + " (change the messages, or use another template)."
    case .limit(let line, let reason):
      "The chat template was stopped at line \(line): \(reason); "
        + "shorten the conversation, or correct the template."
    case .folder(let path, let reason):
      "No chat template can be read from \(path): \(reason); "
        + "put `chat_template.jinja` there, or give a template yourself."
    case .json(let offset, let reason):
      "The JSON text cannot be read, character \(offset): \(reason); correct the text."
    }
  }
}
