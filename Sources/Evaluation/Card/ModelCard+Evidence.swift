import Statistics

extension ModelCard {
  /// What was read, with hashes, and where it came from as far as somebody wrote that down.
  var data: String {
    let inputs = evidence.inputs
    var parts = ["## Data"]
    parts.append(
      inputs.isEmpty
        ? "Which files were read is not known."
        : markdownTable(
          ["file", "bytes", "SHA-256"], inputs.map { [$0.path, $0.bytes, $0.hash] }))
    if evidence.skippedCount > 0 {
      parts.append("Rows that were left out: \(evidence.skippedCount) (notes.log lists them).")
    }
    parts.append(evidence.provenance ?? "Where the rows come from, nobody wrote down.")
    return parts.joined(separator: "\n\n")
  }

  /// How far labelers agree.
  var agreement: String {
    guard learnsFromComparisons else { return "" }
    let heading = "## Labelers\n\n"
    guard let labelers, labelers.labelerCount > 0 else {
      return heading + "The rows do not say who judged; agreement was not measured."
    }
    guard let agreement = labelers.agreement else {
      return heading
        + "\(labelers.labelerCount) labelers; no pair was judged by two of them, so that their "
        + "agreement is not known."
    }
    return heading
      + "\(labelers.labelerCount) labelers. Two verdicts on one pair are the same in "
      + "\(markdown("\(agreement)")) of cases, over \(labelers.sharedPairCount) pairs that several "
      + "judged (95 %, prompts drawn anew). A model cannot be held to more than that."
  }

  /// What the run measured on rows that it did not learn from.
  var results: String {
    let all = evidence.heldOutResults
    let heading = command == "reward" ? "## Reward-model report" : "## On held-out rows"
    guard !all.isEmpty else { return heading + "\n\nNot measured: no rows were held out." }
    var parts = [heading, markdownTable(["measure", "value"], all.map { [$0.name, $0.words] })]
    if let accuracy = evidence.accuracy {
      parts.append(
        "The better completion of a pair has the higher reward in \(markdown("\(accuracy)")) of the "
          + "held-out pairs (95 %, Wilson's interval, pairs taken to be independent).")
    }
    return parts.joined(separator: "\n\n")
  }

  /// What was evaluated beside the run.
  var winRates: String {
    guard !evaluations.isEmpty else {
      return "## Win rates\n\nNot measured. `rlhf evaluate` compares two models, and "
        + "`rlhf card RUN --evaluation FILE` puts what it found here."
    }
    let tables = evaluations.map { evaluation in
      let rows = evaluation.findings.map { [$0.name, $0.words] }
      return "From \(markdown(evaluation.name)); intervals are of 95 %:\n\n"
        + markdownTable(["measure", "value"], rows)
    }
    return (["## Win rates"] + tables).joined(separator: "\n\n")
  }

  /// What the judge that was not learned from says.
  var gold: String {
    guard let gold = evidence.gold else {
      guard ["ppo", "grpo", "rloo", "online-dpo"].contains(command) else { return "" }
      return
        "## Gold judge\n\nNo judge other than the reward watched the run: whether the model got "
        + "better, or only its reward, was not measured."
    }
    let names = [
      ("step", "step"), ("score", "gold score"), ("lower", "lower end, 95 %"),
      ("upper", "upper end, 95 %"), ("reward", "training reward"),
      ("kl", "KL to the reference, nats"),
    ]
    let rows = names.compactMap { key, name in
      gold[key]?.number.map { [name, readable($0)] }
    }
    let whose = subject == .best ? "This is that checkpoint." : "It is in the folder best."
    return "## Gold judge\n\nThe checkpoint that a judge not learned from liked best. \(whose)\n\n"
      + markdownTable(["", ""], rows)
  }

  /// What the diagnosis found.
  var failures: String {
    let heading = "## Known failures\n\n"
    guard let verdicts = evidence.verdicts else {
      return heading + "No diagnosis was written during the run."
    }
    guard !verdicts.isEmpty else {
      return heading
        + "The run was watched, and no alarm was given. That is no proof that there is none."
    }
    let rows = verdicts.map { verdict in
      [
        verdict.name.replacing("_", with: " "), "\(verdict.firstStep)", "\(verdict.count)",
        verdict.evidence.joined(separator: "; "), verdict.action,
      ]
    }
    return heading
      + markdownTable(
        ["verdict", "first at step", "times", "evidence then", "what was done"], rows)
  }

  /// What nobody should read into the numbers above.
  var limits: String {
    var lines = [
      "Nothing here says whether the model is safe, truthful or fair: that was not measured.",
      "Numbers are of the rows and prompts above, and may be others elsewhere.",
      "No licence is given here: the base model's and the data's apply.",
    ]
    if command != "sft", command != "reward" {
      lines.append(
        "What the model has forgotten since its base was not measured, unless it is above.")
    }
    if evidence.run.record["status"]?.text != "finished" {
      lines.append("The run had not ended when this was written.")
    }
    return "## Limits\n\n" + lines.map { "* \($0)" }.joined(separator: "\n")
  }
}
