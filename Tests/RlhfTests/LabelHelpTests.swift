import Testing

@Suite("Help with labeling")
struct LabelHelpTests {
  @Test(
    "says what each verb does and takes",
    arguments: [
      ("init", "--guideline"), ("serve", "--trusted-proxy"), ("invite", "--role"),
      ("settings", "--set"), ("import", "--overlap"), ("candidates", "--count"),
      ("scores", "--reward-model"), ("next", "--random"), ("judge", "--reward-command"),
      ("stats", "--json"), ("audit", "--strict"), ("export", "--format"), ("verify", "<folder>"),
      ("backup", "--output"), ("restore", "--output"),
    ])
  func verb(verb: String, words: String) throws {
    let result = try rlhf(["label", verb, "--help"], in: temporaryFolder())
    #expect(result.status == 0)
    #expect(result.output.contains("OVERVIEW:") && result.output.contains(words))
  }

  @Test("lists the verbs, and needs no libtorch")
  func verbs() throws {
    for command in ["label", "loop"] {
      let result = try rlhf(
        [command, "--help"], in: temporaryFolder(), shell: "LIBCTORCH=/none exec \"$@\"")
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("judge"))
    }
  }
}
