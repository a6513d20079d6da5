/// The questions with good answers: facts and simple help.
enum EverydayQuestions {
  static let all = colours + homes + opposites + howTos

  /// Colours, homes and opposites, eight of each.
  private static let colours = facts(
    [
      ("snow", "white"), ("grass", "green"), ("coal", "black"), ("butter", "yellow"),
      ("chocolate", "brown"), ("ash", "grey"), ("salt", "white"), ("spinach", "green"),
    ],
    ask: { ["What colour is \($0)?", "Tell me the colour of \($0)."] },
    state: { "The colour of \($0) is \($1)." },
    closer: { "Would you like to know more about \($0)?" })

  private static let homes = facts(
    [
      ("bee", "hive"), ("bird", "nest"), ("fox", "den"), ("horse", "stable"),
      ("dog", "kennel"), ("mouse", "hole"), ("rabbit", "burrow"), ("bear", "cave"),
    ],
    ask: { ["Where does a \($0) live?", "Tell me where a \($0) lives."] },
    state: { "A \($0) lives in a \($1)." },
    closer: { "Would you like to know more about the \($0)?" })

  private static let opposites = facts(
    [
      ("hot", "cold"), ("big", "small"), ("day", "night"), ("up", "down"),
      ("old", "new"), ("fast", "slow"), ("wet", "dry"), ("early", "late"),
    ],
    ask: { ["What is the opposite of \($0)?", "Tell me the opposite of \($0)."] },
    state: { "The opposite of \($0) is \($1)." },
    closer: { _ in "Would you like to hear another opposite?" })

  private static func facts(
    _ table: [(subject: String, value: String)],
    ask: (String) -> [String], state: (String, String) -> String, closer: (String) -> String
  ) -> [Question] {
    let values = table.map(\.value)
    return table.map { fact in
      let wrongValues = unique(values.filter { $0 != fact.value })
      return Question(
        kind: .fact, wordings: ask(fact.subject),
        script: Script(
          openers: CommonPhrases.helpfulOpeners,
          answer: state(fact.subject, fact.value),
          curtAnswers: [sentenceCase(fact.value) + "."],
          closer: closer(fact.subject),
          violation: .invention,
          violations: wrongValues.map { state(fact.subject, $0) }))
    }
  }

  /// A task, the thing it is about, its two steps.
  private static let tasks = [
    ("make tea", "tea", "boil the water", "add the leaves"),
    ("make soup", "soup", "cut the carrots", "cook them in water"),
    ("bake bread", "bread", "mix flour and water", "bake the dough"),
    ("care for a plant", "plant", "give it water", "put it near the window"),
    ("clean my shoes", "shoes", "brush off the dirt", "wipe them with a cloth"),
    ("fix a flat tyre", "tyre", "take out the tube", "close the hole"),
    ("fold a shirt", "shirt", "fold in the sleeves", "fold it in half"),
    ("wrap a gift", "gift", "fold the paper around it", "tie a ribbon"),
    ("build a kite", "kite", "tie two sticks", "glue on the paper"),
    ("plant a tree", "tree", "dig a deep hole", "set in the roots"),
  ]

  private static let howTos = tasks.map { task, thing, first, second in
    let others = tasks.filter { $0.0 != task }
    return Question(
      kind: .howTo,
      wordings: ["How do I \(task)?", "Help me \(task).", "Tell me how to \(task)."],
      script: Script(
        openers: CommonPhrases.helpfulOpeners,
        answer: "First \(first), then \(second).",
        curtAnswers: ["Just \(first)."],
        closer: "Would you like more help with the \(thing)?",
        violation: .invention,
        violations: others.map { "First \($0.2), then \($0.3)." }))
  }
}

/// Writes the first letter large.
func sentenceCase(_ text: String) -> String {
  text.prefix(1).uppercased() + text.dropFirst()
}

/// Drops repetitions and keeps the order.
func unique(_ texts: [String]) -> [String] {
  var seen: Set<String> = []
  return texts.filter { seen.insert($0).inserted }
}
