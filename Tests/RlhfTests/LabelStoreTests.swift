import Foundation
import Testing

@Suite("rlhf label: the store")
struct LabelStoreTests {
  @Test("init makes a store with one link to begin with, and no account")
  func initialization() throws {
    let folder = try temporaryFolder()
    let made = try rlhf(["label", "init", "here", "--name", "Tea"], in: folder)
    #expect(made.status == 0, "\(made.errors)")
    let link = try #require(
      made.output.firstMatch(of: /http:\/\/127\.0\.0\.1:8080\/join\/([A-Za-z0-9_\-]{43})\s/))
    #expect(made.output.contains("rlhf label serve here"))
    let bytes = try Data(contentsOf: folder.appendingPathComponent("here/feedback.sqlite"))
    #expect(!bytes.contains(Data(link.1.utf8)), "the store has the link's secret")
    let again = try rlhf(["label", "init", "here"], in: folder)
    #expect(again.status == 1 && again.errors.contains("holds a store already"))
    #expect(again.complaints.count == 1)
  }

  @Test(
    "a folder without a store is refused, and says how to make one",
    arguments: [
      ["import", "rows.jsonl"], ["serve"], ["candidates", "--model", "model"],
      ["export", "--output", "out"], ["stats"], ["audit"], ["backup", "--output", "copy"],
      ["invite"], ["verify"], ["scores", "scores.jsonl"], ["next"], ["settings"],
      ["judge", "--reward-command", "cat"],
    ])
  func missing(arguments: [String]) throws {
    let folder = try temporaryFolder()
    let result = try rlhf(
      ["label", arguments[0], "nowhere"] + arguments.dropFirst(), in: folder)
    #expect(result.status == 1, "\(result.errors)")
    #expect(result.complaints.count == 1 && result.errors.contains("rlhf label init"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test("a file that is no store is refused and left as it is", arguments: [false, true])
  func foreign(isCut: Bool) throws {
    let store = try LabelingStore()
    let file = URL(fileURLWithPath: store.path).appendingPathComponent("feedback.sqlite")
    let whole = try Data(contentsOf: file)
    let broken = isCut ? whole.prefix(5000) : Data("my thesis".utf8)
    try broken.write(to: file)
    for verb in ["stats", "verify", "invite"] {
      let result = try store.label(verb)
      #expect(result.status == 1 && result.complaints.count == 1, "\(result.errors)")
      #expect(result.errors.contains("restore"), "\(result.errors)")
    }
    #expect(try Data(contentsOf: file) == broken)
  }

  @Test("a backup becomes a store again, and an existing store is not touched by it")
  func backup() throws {
    let store = try LabelingStore()
    try store.succeed("import", "rankings.jsonl")
    let copy = store.file("copy.sqlite")
    #expect(try store.succeed("backup", "--output", copy).contains("verified"))
    #expect(try store.label("backup", "--output", copy).errors.contains("--overwrite"))
    let restored = store.file("restored")
    let result = try rlhf(["label", "restore", copy, "--output", restored], in: store.folder)
    #expect(result.status == 0, "\(result.errors)")
    let verified = try rlhf(["label", "verify", restored], in: store.folder)
    #expect(verified.status == 0 && verified.output.contains("All is well"))
    let again = try rlhf(["label", "restore", copy, "--output", restored], in: store.folder)
    #expect(again.status == 1 && again.errors.contains("holds a store already"))
    let file = try store.write(["nothing"], to: "bad.sqlite")
    let bad = try rlhf(["label", "restore", file, "--output", store.file("b")], in: store.folder)
    #expect(bad.status == 1 && bad.complaints.count == 1)
  }

  @Test("settings are printed, changed, and refused where they make no sense")
  func settings() throws {
    let store = try LabelingStore()
    #expect(try store.succeed("settings").contains("\"gold_every\""))
    let changed = try store.succeed(
      "settings", "--set", "gold_every=7", "--set", "axes=[warm, kind]")
    #expect(changed.contains("7") && changed.contains("kind"))
    #expect(try store.succeed("settings").contains("kind"))
    for (value, words) in [
      ("gold_evry=7", "gold_every"), ("undo_count=-1", "undo_count"), ("axes=[]", "axes"),
      ("longest_lease_seconds=1", "longest_lease_seconds"),
    ] {
      let refused = try store.label("settings", "--set", value)
      #expect(refused.status == 64 && refused.errors.contains(words), "\(refused.errors)")
    }
    try store.succeed("verify")
  }

  @Test("invitations are links, each another one")
  func invitations() throws {
    let store = try LabelingStore()
    let first = try store.succeed(
      "invite", "--uses", "3", "--address", "https://labels.example.org/")
    #expect(first.hasPrefix("https://labels.example.org/join/"))
    #expect(try store.succeed("invite") != first)
    for wrong in [["--uses", "0"], ["--days", "0"], ["--role", "king"], ["--address", "here"]] {
      let result = try rlhf(["label", "invite", store.path] + wrong, in: store.folder)
      #expect(result.status == 64 && result.complaints.count == 1)
    }
  }

  @Test("a second server is refused; reading goes on beside the first, which ends when asked")
  func serving() throws {
    let store = try LabelingStore()
    try store.succeed("import", "rankings.jsonl")
    let server = try LabelingServerProcess(store)
    let second = try store.label("serve", "--port", "1")
    #expect(second.status == 1 && second.errors.contains("in use by process"), "\(second.errors)")
    for arguments in [["import", "comparisons.jsonl"], ["invite"], ["next"]] {
      let refused = try rlhf(
        ["label", arguments[0], store.path] + arguments.dropFirst(), in: store.folder)
      #expect(refused.status == 1 && refused.errors.contains("stop that one"), "\(refused.errors)")
    }
    try store.succeed("stats")
    try store.succeed("verify")
    try store.succeed("backup", "--output", store.file("copy.sqlite"))
    let start = ContinuousClock.now
    let ended = server.stop()
    #expect(ended.status == 0, "\(ended.errors)")
    #expect(ContinuousClock.now - start < .seconds(10))
    try store.succeed("invite")
  }

  @Test(
    "a server that others could reach without encryption is refused",
    arguments: [
      (["--host", "0.0.0.0"], 1), (["--port", "70000"], 64), (["--model", "a"], 64),
    ] as [([String], Int32)])
  func openServer(arguments: [String], status: Int32) throws {
    let store = try LabelingStore()
    let result = try rlhf(["label", "serve", store.path] + arguments, in: store.folder)
    #expect(result.status == status && result.complaints.count == 1, "\(result.errors)")
  }
}
