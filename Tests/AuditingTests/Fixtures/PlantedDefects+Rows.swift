import Auditing
import Datasets

/// Defects that single rows have.
let plantedInRows: [PlantedDefect] = [
  PlantedDefect("an empty completion", check: "empty-texts", .error, count: 1) {
    $0[5] = $0[5].answering("")
  },
  PlantedDefect("a prompt of spaces", check: "empty-texts", .error, count: 1) {
    $0[9] = $0[9].asking(" \n ")
  },
  PlantedDefect("a completion of unseen characters", check: "empty-texts", .error, count: 1) {
    $0[5] = $0[5].answering("\u{200B}\u{202E} ")
  },
  PlantedDefect("the same completion twice", check: "equal-completions", .error, count: 1) {
    $0[8] = $0[8].answering($0[8].completions[1].content.said)
  },
  PlantedDefect("composed and decomposed", check: "equal-completions", .error, count: 1) {
    $0[8] = $0[8].answering("Caf\u{E9} and tea.").answering("Cafe\u{301} and tea.", at: 1)
  },
  PlantedDefect("only spaces differ", check: "equal-completions", .error, count: 1) {
    $0[8] = $0[8].answering("One two.\r\n").answering(" One\u{A0} two.", at: 1)
  },
  PlantedDefect("only an unseen character differs", check: "equal-completions", .error, count: 1) {
    $0[8] = $0[8].answering("One two.").answering("One t\u{200B}wo.", at: 1)
  },
  PlantedDefect("cut off by length", check: "cut-off-completions", .warning, count: 3) {
    for row in 0..<3 { $0[row].completions[1].finishReason = "length" }
  },
  PlantedDefect("no ends of sentences", check: "cut-off-completions", .warning, count: 60) {
    for row in $0.indices {
      for index in $0[row].completions.indices { $0[row].completions[index].finishReason = nil }
    }
    for row in 0..<60 {
      $0[row] = $0[row].answering(String($0[row].completions[0].content.said.dropLast(7)))
    }
  },
  PlantedDefect("a model that names itself", check: "identity", .warning, count: 2) {
    $0[3] = $0[3].answering("I'm Claude, an assistant. The river is wide.")
    $0[4] = $0[4].answering(
      "As an AI language model developed by OpenAI, I hold no opinion.", at: 1)
  },
  PlantedDefect("e-mail", check: "personal-data", .warning, count: 1) {
    $0[3] = $0[3].answering("Write to maria.keller@posteo.de about the river.")
  },
  PlantedDefect("a telephone", check: "personal-data", .warning, count: 1) {
    $0[3] = $0[3].asking("May I call the baker at (212) 867-5309 tonight?")
  },
  PlantedDefect("a payment card", check: "personal-data", .error, count: 1) {
    $0[3] = $0[3].answering("He paid with 4539 1488 0343 6467 and left.")
  },
  PlantedDefect("a bank account", check: "personal-data", .error, count: 1) {
    $0[3] = $0[3].answering("Send it to DE89 3704 0044 0532 0130 00, please.")
  },
  PlantedDefect("a social security number", check: "personal-data", .error, count: 1) {
    $0[3] = $0[3].answering("Hers is 536-22-8714, he said.")
  },
  PlantedDefect("an address in the net", check: "personal-data", .warning, count: 1) {
    $0[3] = $0[3].answering("The attack came from 81.169.145.72 at night.")
  },
  PlantedDefect("flagged for personal data", check: "personal-data", .error, count: 1) {
    $0[3].completions[1].flags = ["personal_data"]
  },
  PlantedDefect("a harmful completion preferred", check: "flagged-preferred", .warning, count: 1) {
    let best = $0[3].completions.firstIndex { $0.rank == 1 } ?? 0
    $0[3].completions[best].flags = ["harmful"]
  },
  PlantedDefect("an override of direction", check: "unseen-characters", .warning, count: 1) {
    $0[3] = $0[3].asking("What is \u{202E}gnp.exe\u{202C} in the garden near the old station?")
  },
  PlantedDefect("hidden tags", check: "unseen-characters", .warning, count: 1) {
    $0[3] = $0[3].answering("A river.\u{E0041}\u{E0042}")
  },
  PlantedDefect("an escape sequence", check: "unseen-characters", .warning, count: 1) {
    $0[3] = $0[3].answering("A \u{1B}[31mred\u{1B}[0m river.")
  },
  PlantedDefect("a joiner between Latin letters", check: "unseen-characters", .warning, count: 1) {
    $0[3] = $0[3].answering("A ri\u{200D}ver.")
  },
  PlantedDefect("lost text", check: "unseen-characters", .warning, count: 1) {
    $0[3] = $0[3].answering("A caf\u{FFFD} by the river.")
  },
  PlantedDefect(
    "a very long row", check: "context-limit", .warning, count: 1,
    settings: AuditSettings(maximumWords: 2000)
  ) {
    $0[3] = $0[3].answering(String(repeating: "A long word. ", count: 700))
  },
  PlantedDefect(
    "more tokens than fit", check: "context-limit", .warning, count: 1,
    settings: AuditSettings(maximumTokens: 3000, countTokens: { $0.utf8.count / 4 })
  ) {
    $0[3] = $0[3].answering(String(repeating: "A long word. ", count: 1000))
  },
  PlantedDefect("a row without a licence", check: "provenance", .warning, count: 2) {
    $0[3].license = nil
    $0[4].license = " Unknown "
  },
  PlantedDefect("a row without a source", check: "provenance", .warning, count: 1) {
    $0[3].origin = ""
  },
]
