import Foundation
import Testing

@testable import Tokenizers

@Suite("A checkpoint's chat template")
struct ChatTemplateFolderTests {
  /// Renders nothing with the template of a folder that has these files.
  private func render(_ files: [String: String], named name: String = "default") throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
      try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    return try ChatTemplate(folder: folder, named: name).render([ChatMessage]())
  }

  private let tokens = #""bos_token": "<s>", "eos_token": {"content": "</s>", "special": true}"#

  @Test("comes from its own file before the configuration")
  func readsFile() throws {
    let configuration = #"{"chat_template": "no", \#(tokens), "pad_token": null}"#
    let text = try render([
      "tokenizer_config.json": configuration,
      "chat_template.jinja": "{{ bos_token }}{{ eos_token }}{{ pad_token }}",
    ])
    #expect(text == "<s></s>")
  }

  @Test("comes from the configuration, by its name where there are several")
  func readsConfiguration() throws {
    #expect(try render(["tokenizer_config.json": #"{"chat_template": "{{ 1 }}"}"#]) == "1")
    let several = """
      {"chat_template": [{"name": "default", "template": "a"}, {"name": "rag", "template": "b"}]}
      """
    #expect(try render(["tokenizer_config.json": several]) == "a")
    #expect(try render(["tokenizer_config.json": several], named: "rag") == "b")
  }

  @Test(
    "that is missing or broken is refused",
    arguments: [
      [:], ["tokenizer_config.json": "{}"], ["tokenizer_config.json": "{\"chat_template\": "],
      ["tokenizer_config.json": "{\"chat_template\": 5}"],
    ])
  func refusesBrokenFolders(_ files: [String: String]) {
    let error = #expect(throws: ChatTemplateError.self) { try render(files) }
    if case .folder? = error { return }
    Issue.record("\(String(describing: error)) does not name the folder")
  }
}
