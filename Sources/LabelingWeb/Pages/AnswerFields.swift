import Feedback
import HTML

/// The controls with which a question is answered, the same for a labeler and an adjudicator.
struct AnswerFields {
  let question: Question
  /// What is filled in.
  let fields: FormFields
  let problems: [FormProblem]

  /// The completions, then what is asked of all of them together.
  var element: Markup { "\(cards)\(preference)\(verdict)\(writing)\(promptFlags)\(reason)" }

  private var cards: Markup {
    guard !question.completions.isEmpty else { return "" }
    return "<div class=\"cards\" id=\"ranks\" tabindex=\"-1\">\n\(question.slots.map(card))</div>\n"
  }

  private func card(_ slot: Question.Slot) -> Markup {
    """
    <article class="card" id="card-\(slot.code)" data-slot="\(slot.code)" tabindex="-1" \
    aria-labelledby="name-\(slot.code)">
    <h2 id="name-\(slot.code)">\(noun) \(slot.letter)</h2>
    \(words(slot.completion.text))
    \(question.kind == .ranking ? ranks(slot) : "")\(question.kind == .rating ? marks(slot) : "")\
    \(flags("flag-\(slot.code)", of: "\(noun) \(slot.letter)"))</article>

    """
  }

  private var noun: String { question.kind == .chat ? "Reply" : "Completion" }

  private func ranks(_ slot: Question.Slot) -> Markup {
    let name = "rank-\(slot.code)"
    let filled = fields.first(name) ?? ""
    let chips = (1...max(1, question.completions.count)).map { rank in
      RadioChip(
        name: name, value: String(rank), label: "\(rank)", isChecked: filled == String(rank),
        key: rank, spoken: "Rank \(rank)\(rank == 1 ? ", best" : "")"
      ).element
    }
    let none = RadioChip(
      name: name, value: "", label: "none", isChecked: digits(filled) == nil, key: 0,
      spoken: "Not ranked", isMild: true)
    return """
      <fieldset class="set" id="\(name)" tabindex="-1" data-keys="rank"\
      \(problems.attributes(name))>\
      <legend>Rank of \(slot.letter) <span class="hint">1 is best; equal is a tie</span></legend>
      \(problems.beside(name))<div class="chips">\(chips)\(none.element)</div></fieldset>

      """
  }

  private func digits(_ text: String) -> Int? {
    Int(text).flatMap { (1...question.completions.count).contains($0) ? $0 : nil }
  }

  private func marks(_ slot: Question.Slot) -> Markup {
    let sets = question.axes.enumerated().map { index, axis -> Markup in
      let name = Question.ratingName(slot, axis: index)
      let filled = fields.first(name)
      let chips = (1...7).map { value in
        RadioChip(
          name: name, value: String(value), label: "\(value)", isChecked: filled == String(value),
          key: value
        ).element
      }
      return """
        <fieldset class="set" id="\(name)" tabindex="-1" data-keys="mark"\
        \(problems.attributes(name))>\
        <legend><span dir="auto">\(marked: axis)</span> \
        <span class="hint">1 is worst, 7 is best</span></legend>
        \(problems.beside(name))<div class="chips">\(chips)</div></fieldset>

        """
    }
    return Markup(sets)
  }

  private var preference: Markup {
    guard [.pair, .chat].contains(question.kind) else { return "" }
    let chips = Preference.allCases.enumerated().map { index, preference in
      RadioChip(
        name: "preference", value: preference.rawValue, label: "\(preference.label)",
        isChecked: fields.first("preference") == preference.rawValue, key: index + 1
      ).element
    }
    return """
      <fieldset class="set" id="preference" tabindex="-1" data-keys="whole"\
      \(problems.attributes("preference"))><legend>Your preference</legend>
      \(problems.beside("preference"))<div class="chips">\(chips)</div></fieldset>

      """
  }

  private var verdict: Markup {
    guard AnswerForm(question: question).offersNoneAcceptable else { return "" }
    let box = checkBox(
      id: "none_acceptable", name: "none_acceptable", value: "yes",
      label: "None of them is acceptable", isChecked: fields.first("none_acceptable") != nil)
    return "<div class=\"set\">\(problems.beside("none_acceptable"))\(box)</div>\n"
  }

  private var writing: Markup {
    let isEdit = question.kind == .edit
    guard isEdit || question.kind == .demonstration else { return "" }
    let original = isEdit ? question.completions.first?.text : nil
    return TextArea(
      name: "text", label: isEdit ? "The completion, corrected" : "Your answer",
      value: fields.first("text") ?? original ?? "",
      hint: isEdit
        ? "Change what is wrong and leave what is right."
        : "Write what an ideal answer to the prompt would say, and nothing else.",
      attributes: " class=\"tall\" rows=\"12\""
    ).element(problems)
  }

  private var promptFlags: Markup { flags("flag-prompt", of: "the prompt") }

  private func flags(_ name: String, of subject: String) -> Markup {
    guard !question.flags.isEmpty else { return "" }
    let chosen = fields.all(name)
    let boxes = question.flags.enumerated().map { index, flag in
      checkBox(
        id: "\(name)-\(index)", name: name, value: flag, label: "<bdi>\(marked: flag)</bdi>",
        isChecked: chosen.contains { areSame($0, flag) })
    }
    let isOpen = !chosen.isEmpty || problems.contains { $0.field == name }
    return """
      <div class="set"><details\(" open=\"open\"", if: isOpen)>\
      <summary>Something is wrong with \(subject)</summary>
      <fieldset id="\(name)" tabindex="-1"><legend class="hint">Tick all that is true of \
      \(subject)</legend>\(problems.beside(name))<div class="chips">\(boxes)</div></fieldset>\
      </details></div>

      """
  }

  private var reason: Markup {
    TextArea(
      name: "reason", label: "Why? (optional)", value: fields.first("reason") ?? "",
      attributes: " rows=\"3\" maxlength=\"10000\""
    ).element(problems)
  }
}
