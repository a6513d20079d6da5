/// What the files beside the tokenizer.json say: named special tokens, more added tokens, a chat
/// template.
struct TokenizerConfiguration: Sendable {
  /// By name, such as `bos_token`.
  var specialTokens: [String: [UInt8]] = [:]
  var addedTokens: [AddedToken] = []
  var chatTemplate: String?

  private static let names = [
    "bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token",
  ]

  init(_ files: TokenizerFiles) throws {
    if let map = files.specialTokens {
      let root = try JSONFileReader.read([UInt8](map), file: TokenizerFiles.specialTokensName)
      try readSpecialTokens(root)
    }
    if let configuration = files.configuration {
      let root = try JSONFileReader.read(
        [UInt8](configuration), file: TokenizerFiles.configurationName)
      _ = try root.members()
      try readSpecialTokens(root)
      addedTokens = try TokenizerConfiguration.addedTokens(root)
      chatTemplate = try root["chat_template"].flatMap(TokenizerConfiguration.template)
    }
    if let template = files.template {
      chatTemplate = String(decoding: template, as: UTF8.self)
    }
  }

  private mutating func readSpecialTokens(_ root: JSONField) throws {
    for name in TokenizerConfiguration.names {
      guard let field = root[name] else { continue }
      if case .object = field.value {
        specialTokens[name] = try field.required("content").bytes()
      } else {
        specialTokens[name] = try field.bytes()
      }
    }
  }

  private static func addedTokens(_ root: JSONField) throws -> [AddedToken] {
    guard let field = root["added_tokens_decoder"] else { return [] }
    return try field.members().map { member in
      let key = String(decoding: member.key, as: UTF8.self)
      let entry = JSONField(file: field.file, key: "\(field.key).\(key)", value: member.value)
      guard let id = Int(key), (0..<JSONField.idLimit).contains(id) else {
        throw entry.invalid("does not stand under the id of a token")
      }
      return try AddedToken(id: id, entry)
    }
  }

  /// The template, written as text or as a list of named ones, of which “default” counts.
  private static func template(_ field: JSONField) throws -> String? {
    guard case .array = field.value else { return try field.string() }
    for entry in try field.elements() where try entry.required("name").string() == "default" {
      return try entry.required("template").string()
    }
    return nil
  }
}
