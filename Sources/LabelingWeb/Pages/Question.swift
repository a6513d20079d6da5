import Datasets
import Feedback
import HTML

/// What a form asks, whoever fills it in: a labeler a task, an adjudicator a dispute.
struct Question {
  let kind: LabelingTask.Kind
  let turns: [Message]
  /// In the order in which they are shown, A first.
  let completions: [StoredCompletion]
  let axes: [String]
  let flags: [String]

  /// What a labeler is asked.
  init(_ workspace: Workspace) {
    kind = workspace.task.kind
    turns = workspace.prompt.turns
    completions = workspace.completions
    axes = workspace.settings.axes
    flags = workspace.settings.flags
  }

  /// What an adjudicator is asked.
  init(_ dispute: Dispute) {
    kind = dispute.task.kind
    turns = dispute.prompt.turns
    completions = dispute.completions
    axes = dispute.settings.axes
    flags = dispute.settings.flags
  }

  /// The completions with their letters.
  var slots: [Slot] { completions.enumerated().map { Slot(index: $0, completion: $1) } }

  /// A place on the page with the completion that it shows.
  struct Slot {
    let index: Int
    let completion: StoredCompletion

    /// What people call it: `A`, `B`, ….
    var letter: String { slotLetter(index) }
    /// What fields call it: `a`, `b`, ….
    var code: String { slotLetter(index).lowercased() }
  }

  /// What is asked, as the page's heading.
  var title: String {
    switch kind {
    case .ranking: "Rank \(completions.count) completions"
    case .pair: "Which completion is better?"
    case .rating: "Rate the completion\(completions.count == 1 ? "" : "s")"
    case .demonstration: "Write the best answer"
    case .edit: "Correct the completion"
    case .chat: "Which reply is better?"
    }
  }

  /// The name of the field for a mark.
  static func ratingName(_ slot: Slot, axis: Int) -> String { "rating-\(slot.code)-\(axis)" }
}

/// Returns the letter of a place: A for 0.
func slotLetter(_ index: Int) -> String {
  precondition((0..<26).contains(index), "a page has at most 26 places, not place \(index)")
  return String(UnicodeScalar(UInt8(65 + index)))
}

extension LabelingTask.Kind {
  /// What it is called on pages.
  var title: String {
    switch self {
    case .ranking: "Ranking"
    case .pair: "Comparison"
    case .rating: "Rating"
    case .demonstration: "Demonstration"
    case .edit: "Correction"
    case .chat: "Chat"
    }
  }
}

/// What can be said of two completions, from A far ahead to B far ahead.
enum Preference: String, CaseIterable {
  case a3, a2, a1, tie, b1, b2, b3

  /// What it says.
  var label: String {
    switch self {
    case .a3: "A is much better"
    case .a2: "A is clearly better"
    case .a1: "A is slightly better"
    case .tie: "About equal"
    case .b1: "B is slightly better"
    case .b2: "B is clearly better"
    case .b3: "B is much better"
    }
  }

  /// How clearly one is better; nothing for a tie.
  var strength: Int? {
    switch self {
    case .a1, .b1: 1
    case .a2, .b2: 2
    case .a3, .b3: 3
    case .tie: nil
    }
  }

  /// The ranks of A and of B.
  var ranks: (first: Int, second: Int) {
    switch self {
    case .a1, .a2, .a3: (1, 2)
    case .tie: (1, 1)
    case .b1, .b2, .b3: (2, 1)
    }
  }
}
