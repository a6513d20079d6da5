public import Foundation

extension ChatTemplate {
  /// Reads the template of a checkpoint: `chat_template.jinja`, or else what
  /// `tokenizer_config.json` says; that file's special tokens become variables.
  ///
  /// - Parameters:
  ///   - folder: A folder as `transformers` writes it.
  ///   - name: Which one of several templates in `tokenizer_config.json`.
  /// - Throws: ``ChatTemplateError`` where there is no template, or it cannot be read.
  public init(folder: URL, named name: String = "default") throws {
    let configuration = try Self.configuration(in: folder)
    let file = folder.appending(path: "chat_template.jinja")
    let source: String
    if FileManager.default.fileExists(atPath: file.path) {
      source = try Self.contents(of: file)
    } else if let text = Self.template(named: name, in: configuration["chat_template"]) {
      source = text
    } else {
      let reason = "neither chat_template.jinja nor tokenizer_config.json has one named `\(name)`"
      throw ChatTemplateError.folder(path: folder.path, reason: reason)
    }
    try self.init(source, specialTokens: Self.specialTokens(in: configuration))
  }

  private static func configuration(in folder: URL) throws -> [String: ChatValue] {
    let file = folder.appending(path: "tokenizer_config.json")
    guard FileManager.default.fileExists(atPath: file.path) else { return [:] }
    do {
      return fields(of: try ChatValue(json: contents(of: file)))
    } catch ChatTemplateError.json(let offset, let reason) {
      throw ChatTemplateError.folder(
        path: file.path, reason: "it is no JSON at character \(offset) (\(reason))")
    }
  }

  private static func contents(of file: URL) throws -> String {
    guard let data = try? Data(contentsOf: file), let text = String(data: data, encoding: .utf8)
    else {
      throw ChatTemplateError.folder(
        path: file.path, reason: "it is not readable, or no text in UTF-8")
    }
    return text
  }

  private static func fields(of value: ChatValue?) -> [String: ChatValue] {
    guard case .dictionary(let entries)? = value else { return [:] }
    return Dictionary(entries.map { ($0.key, $0.value) }) { _, last in last }
  }

  /// A configuration has one template, or a list of them with names.
  private static func template(named name: String, in value: ChatValue?) -> String? {
    switch value {
    case .string(let text)? where name == "default": return text
    case .list(let templates)?:
      for fields in templates.map(fields(of:)) where fields["name"] == .string(name) {
        if case .string(let text)? = fields["template"] { return text }
      }
      return nil
    default: return nil
    }
  }

  /// A special token is written as its text, or as a dictionary with `content`.
  private static func specialTokens(in configuration: [String: ChatValue]) -> [String: String] {
    var result: [String: String] = [:]
    for (name, value) in configuration where name.hasSuffix("_token") {
      if case .string(let text) = value { result[name] = text }
      if case .string(let text)? = fields(of: value)["content"] { result[name] = text }
    }
    return result
  }
}
