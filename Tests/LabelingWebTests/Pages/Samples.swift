import Datasets
import Feedback
import HTML

@testable import LabelingWeb

/// A text that breaks out of anything that does not escape scalar by scalar.
let hostile =
  "\"\u{FE0F} autofocus onfocus=\"pwned=1\" x='</textarea></title><script>pwned=1</script>"
  + "<img src=x onerror=pwned=1>&lt;\u{202E}]]>\u{200B}"

/// Facts to show on pages, made of one text.
struct Samples {
  var text = hostile
  var now = Timestamp(milliseconds: 1_795_000_000_000)

  /// A name that no labeler may read.
  static let modelName = "secret-model-7b"

  var settings: ProjectSettings {
    var settings = ProjectSettings(name: text, splitSalt: "00", createdAt: now)
    settings.axes = ["helpful", text]
    settings.flags = ["harmful", text]
    return settings
  }

  func labeler(_ role: Labeler.Role, _ number: Int64 = 5) -> Labeler {
    var labeler = Labeler(handle: "anna.\(number)", displayName: text, role: role, createdAt: now)
    labeler.id = Identifier(number)
    return labeler
  }

  func context(_ role: Labeler.Role?) -> PageContext {
    PageContext(
      settings: settings, labeler: role.map { labeler($0) }, formToken: "token", now: now)
  }

  var guideline: Guideline {
    var guideline = Guideline(
      version: 3, text: "# Title\n\n- **one** \(text)\n- two\n\n\(text)", sha256: "00",
      createdAt: now)
    guideline.id = Identifier(3)
    return guideline
  }

  var prompt: StoredPrompt {
    let turns = [
      Message(role: "system", content: text), Message(role: "user", content: text),
      Message(role: "assistant", content: "yes"), Message(role: text, content: "please"),
    ]
    var prompt = StoredPrompt(
      sha256: "00", content: .messages(turns), source: "s", cluster: "c", split: .train,
      createdAt: now)
    prompt.id = Identifier(2)
    return prompt
  }

  func completions(_ count: Int) -> [StoredCompletion] {
    (0..<count).map { index in
      var completion = StoredCompletion(
        promptID: Identifier(2), sha256: "00", text: "\(index) \(text)", origin: .model,
        modelName: Self.modelName, modelHash: Self.modelName, createdAt: now)
      completion.id = Identifier(Int64(100 + index))
      return completion
    }
  }

  func task(_ kind: LabelingTask.Kind, _ count: Int) -> LabelingTask {
    var task = LabelingTask(
      batchID: Identifier(1), promptID: Identifier(2), kind: kind,
      completionIDs: completions(count).map(\.id), createdAt: now)
    task.id = Identifier(4)
    return task
  }

  func assignment(_ count: Int, _ state: Assignment.State = .leased) -> Assignment {
    var assignment = Assignment(
      taskID: Identifier(4), labelerID: Identifier(5), order: completions(count).map(\.id),
      orderSeed: 1, guidelineID: Identifier(3), leasedAt: now,
      leaseExpiresAt: now + .seconds(900))
    assignment.id = Identifier(7)
    assignment.state = state
    return assignment
  }

  func workspace(
    _ kind: LabelingTask.Kind, _ count: Int, _ state: Assignment.State = .leased,
    draft: [Draft.Field]? = nil, judged: Answer? = nil
  ) -> Workspace {
    Workspace(
      task: task(kind, count), assignment: assignment(count, state), prompt: prompt,
      completions: completions(count), guideline: guideline, settings: settings,
      draft: draft.map {
        Draft(assignmentID: Identifier(7), fields: $0, sequence: 3, savedAt: now)
      },
      judgement: judged.map(judgement))
  }

  func judgement(_ answer: Answer) -> Judgement {
    var judgement = Judgement(
      assignmentID: Identifier(7), revision: 2, idempotencyKey: "k", answer: answer,
      activeMilliseconds: 1000, createdAt: now)
    judgement.id = Identifier(8)
    return judgement
  }

  /// How many completions a task of a kind has.
  static func count(_ kind: LabelingTask.Kind) -> Int {
    switch kind {
    case .ranking: 4
    case .pair, .chat: 2
    case .rating: 2
    case .demonstration: 0
    case .edit: 1
    }
  }

  /// An answer that says all that one of a kind may say.
  func answer(_ kind: LabelingTask.Kind) -> Answer {
    let ids = completions(Self.count(kind)).map(\.id)
    var answer = Answer(
      flags: [Answer.Flag(text)] + ids.prefix(1).map { Answer.Flag("harmful", on: $0) },
      reason: text)
    switch kind {
    case .ranking:
      answer.verdict = .noneAcceptable
      answer.ranks = [
        RankedCompletion(ids[0], rank: 2), RankedCompletion(ids[1], rank: 1),
        RankedCompletion(ids[2], rank: 2),
      ]
    case .pair, .chat:
      answer.ranks = [RankedCompletion(ids[0], rank: 2), RankedCompletion(ids[1], rank: 1)]
      answer.strength = 2
    case .rating:
      answer.ratings = ids.flatMap { id in
        settings.axes.enumerated().map { Answer.Rating(id, axis: $1, value: $0 + 3) }
      }
    case .demonstration, .edit: answer.text = "\n\(text)"
    }
    return answer
  }

  func dispute(_ kind: LabelingTask.Kind) -> Dispute {
    let count = Self.count(kind)
    return Dispute(
      task: task(kind, count), prompt: prompt, completions: completions(count),
      sides: [1, 2].map { number in
        Dispute.Side(
          labeler: labeler(.labeler, number), assignment: assignment(count, .submitted),
          judgement: judgement(answer(kind)))
      },
      adjudications: [
        Adjudication(
          taskID: Identifier(4), adjudicatorID: Identifier(1), answer: answer(kind),
          cause: .guidelineGap, note: text, createdAt: now)
      ], guideline: guideline, settings: settings)
  }
}
