import Feedback
import HTML
import Testing

@testable import LabelingWeb

@Suite("The form of an answer")
struct AnswerFormTests {
  @Test("means the answer that it was filled in with", arguments: LabelingTask.Kind.allCases)
  func roundTrip(kind: LabelingTask.Kind) {
    let samples = Samples()
    let form = AnswerForm(question: Question(samples.workspace(kind, Samples.count(kind))))
    let answer = samples.answer(kind)
    #expect(form.answer(from: form.fields(for: answer)) == answer)
  }

  @Test("comes back from the page as it was filled in", arguments: LabelingTask.Kind.allCases)
  func roundTripThroughThePage(kind: LabelingTask.Kind) {
    let samples = Samples()
    let workspace = samples.workspace(
      kind, Samples.count(kind), .submitted, judged: samples.answer(kind))
    let page = TaskPage(workspace, idempotencyKey: "key").document(in: samples.context(.labeler))
    let fields = FormFields(sent: ParsedPage(page.html))
    #expect(fields.first("idempotency_key") == "key")
    #expect(fields.first("revision") == "2")
    let answer = AnswerForm(question: Question(workspace)).answer(from: fields)
    #expect(answer == samples.answer(kind))
  }

  @Test("reads a preference with its strength", arguments: Preference.allCases)
  func preferences(preference: Preference) {
    let workspace = Samples().workspace(.pair, 2)
    let form = AnswerForm(question: Question(workspace))
    let answer = form.answer(from: FormFields([("preference", preference.rawValue)]))
    #expect(answer.ranks.map(\.rank) == [preference.ranks.first, preference.ranks.second])
    #expect(answer.strength == preference.strength)
    #expect(form.fields(for: answer).first("preference") == preference.rawValue)
  }

  @Test(
    "passes over what does not belong to the question",
    arguments: [
      ("rank-a", "0"), ("rank-a", "5"), ("rank-a", "x"), ("rank-a", "11"), ("rank-a", ""),
      ("rank-e", "1"), ("rank-100", "1"), ("rank-A", "1"), ("preference", "a1"),
      ("rating-a-0", "3"), ("flag-a", "unknown"), ("flag-e", "harmful"), ("text", "text"),
      ("strength", "3"), ("rank-a", "１"),
    ])
  func foreignFields(name: String, value: String) {
    let form = AnswerForm(question: Question(Samples().workspace(.ranking, 4)))
    #expect(form.answer(from: FormFields([(name, value)])) == Answer())
  }

  @Test("keeps texts exactly, with single line breaks")
  func exactTexts() {
    let form = AnswerForm(question: Question(Samples().workspace(.demonstration, 0)))
    let sent = "\r\n a\r\nb\u{301} \"\u{FE0F}\r\r\n\u{202E}"
    let text = form.answer(from: FormFields([("text", sent), ("reason", " \r\n ")])).text
    let due = "\n a\nb\u{301} \"\u{FE0F}\n\n\u{202E}"
    #expect(text.map { Array($0.unicodeScalars) } == Array(due.unicodeScalars))
    #expect(form.answer(from: FormFields([("reason", " \r\n ")])).reason == nil)
    #expect(form.answer(from: FormFields([])).text == "")
  }

  @Test("tells flags apart that look alike")
  func alikeFlags() {
    var workspace = Samples().workspace(.demonstration, 0)
    workspace.settings.flags = ["caf\u{E9}"]
    let form = AnswerForm(question: Question(workspace))
    #expect(form.answer(from: FormFields([("flag-prompt", "cafe\u{301}")])).flags.isEmpty)
    #expect(form.answer(from: FormFields([("flag-prompt", "caf\u{E9}")])).flags.count == 1)
  }
}

extension FormFields {
  /// What a browser sends of a page's main form when nothing was touched.
  init(sent page: ParsedPage) {
    var pairs: [(String, String)] = []
    for element in page.elements {
      guard let name = element.attributes["name"] else { continue }
      switch (element.name, element.attributes["type"]) {
      case ("input", "radio"), ("input", "checkbox"):
        if element.attributes["checked"] != nil {
          pairs.append((name, element.attributes["value"] ?? "on"))
        }
      case ("input", _): pairs.append((name, element.attributes["value"] ?? ""))
      // A browser drops the first line break of a text area, and sends two characters for others.
      case ("textarea", _):
        let scalars = element.text.unicodeScalars
        let text = String(scalars.first == "\n" ? String(scalars.dropFirst()) : String(scalars))
        pairs.append((name, text.replacing("\n", with: "\r\n")))
      default: break
      }
    }
    // The last field of this name is that of the form to skip.
    if let index = pairs.lastIndex(where: { $0.0 == "reason" }), pairs[index].1.isEmpty {
      pairs.remove(at: index)
    }
    self.init(pairs)
  }
}
