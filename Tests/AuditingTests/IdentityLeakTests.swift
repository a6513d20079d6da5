import Auditing
import Testing

@Suite("Identity leaks")
struct IdentityLeakTests {
  @Test(
    "are found",
    arguments: [
      ("As an AI language model, I cannot.", .kindOfWriter, "As an AI language model"),
      ("I’m a large language model.", .kindOfWriter, "I’m a large language model"),
      ("Hello, I am Claude.", .introduction, "I am Claude"),
      ("My name is **Claude**!", .introduction, "My name is **Claude"),
      ("I'm  ChatGPT", .introduction, "I'm  ChatGPT"),
      ("I am an AI developed by OpenAI.", .introduction, "I am an AI developed by OpenAI"),
      ("I was trained by Google.", .introduction, "I was trained by Google"),
      ("ask chatgpt", .name, "chatgpt"),
      ("Chat\u{200B}GPT said so", .name, "Chat\u{200B}GPT"),
      ("better than gpt-4", .name, "gpt-4"),
      ("GPT\u{2011}4o", .name, "GPT\u{2011}4o"),
      ("(Anthropic)", .name, "Anthropic"),
    ] as [(String, IdentityLeak.Kind, String)])
  func found(text: String, kind: IdentityLeak.Kind, part: String) {
    let leaks = identityLeaks(in: text)
    #expect(leaks.map(\.kind) == [kind])
    #expect(leaks.map { String(text[$0.range]) } == [part])
  }

  @Test(
    "are not names of people, animals, stars and cars",
    arguments: [
      "Claude Monet painted them.", "A llama and an alpaca.", "Gemini is a sign of the zodiac.",
      "Shakespeare, the Bard.", "The mistral blows.", "a falcon as fast", "Google it, or ask Bing.",
      "The model was painted by Claude.", "I am here, Claude.", "Meta analysis by Facebook users",
      "Phi is 1.618.", "A language model is a distribution.", "the car was built by Google",
      "I am. Claude is too.", "such as Gemini or as Falcon",
      "An AI created by Facebook failed.", "he is quite open\nAssistant: yes", "I'm command",
      "the anthropic principle's cousin, anthropology",
    ])
  func innocent(text: String) {
    let leaks = identityLeaks(in: text).map(\.excerpt)
    // The principle is called so: only the name itself is found.
    #expect(leaks == (text.contains("principle") ? ["anthropic"] : []))
  }

  @Test("are no leaks where the prompt asked for the name")
  func asked() {
    let text = "OpenAI was founded in 2015."
    #expect(identityLeaks(in: text).count == 1)
    #expect(identityLeaks(in: text, answering: "Who founded openai?").isEmpty)
    #expect(identityLeaks(in: "I am ChatGPT.", answering: "Are you ChatGPT?").count == 1)
  }

  @Test("are shown with what is unseen written out")
  func shown() {
    #expect(identityLeaks(in: "Chat\u{200B}GPT").first?.excerpt == "Chat⟨U+200B⟩GPT")
  }
}
