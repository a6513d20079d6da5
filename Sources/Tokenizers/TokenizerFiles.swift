internal import Foundation

/// The files of a tokenizer, byte for byte as they were read.
struct TokenizerFiles: Sendable {
  static let tokenizerName = "tokenizer.json"
  static let configurationName = "tokenizer_config.json"
  static let specialTokensName = "special_tokens_map.json"
  static let templateName = "chat_template.jinja"

  var tokenizer: Data
  var configuration: Data?
  var specialTokens: Data?
  var template: Data?

  init(tokenizer: Data, configuration: Data? = nil, template: Data? = nil) {
    self.tokenizer = tokenizer
    self.configuration = configuration
    self.template = template
  }

  init(folder: URL) throws {
    func read(_ name: String) throws -> Data? {
      let file = folder.appendingPathComponent(name)
      guard FileManager.default.fileExists(atPath: file.path) else { return nil }
      do { return try Data(contentsOf: file) } catch {
        throw TokenizerError.inaccessibleFile(
          path: file.path, reason: error.localizedDescription)
      }
    }
    guard let tokenizer = try read(TokenizerFiles.tokenizerName) else {
      throw TokenizerError.missingFile(
        path: folder.appendingPathComponent(TokenizerFiles.tokenizerName).path)
    }
    self.tokenizer = tokenizer
    configuration = try read(TokenizerFiles.configurationName)
    specialTokens = try read(TokenizerFiles.specialTokensName)
    template = try read(TokenizerFiles.templateName)
  }

  func write(to folder: URL) throws {
    let contents = [
      (TokenizerFiles.tokenizerName, Optional(tokenizer)),
      (TokenizerFiles.configurationName, configuration),
      (TokenizerFiles.specialTokensName, specialTokens),
      (TokenizerFiles.templateName, template),
    ]
    var file = folder
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for (name, content) in contents {
        file = folder.appendingPathComponent(name)
        try content?.write(to: file, options: .atomic)
      }
    } catch {
      throw TokenizerError.inaccessibleFile(path: file.path, reason: error.localizedDescription)
    }
  }
}
