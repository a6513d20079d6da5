import ArgumentParser
import Datasets
import Feedback
import Foundation
import Statistics

extension EvaluateCommand {
  /// How often people preferred the first model of a contest to the second.
  func peoplesPreference(in folder: String) throws -> [Finding] {
    let store = try StoreArgument.parse([folder]).openedToRead()
    let (votes, about) = try store.read { reader in
      let contest = try chosen(among: try reader.contests(), in: folder)
      return (try reader.contestVotes(in: contest.batch.id), contest.about)
    }
    guard let first = votes.votes.first else {
      throw RefusedInput(
        "nobody has judged any of the \(votes.taskCount) pairs yet: rlhf label serve \(folder)")
    }
    note(
      "\(first.own.modelName ?? "?") against \(first.other.modelName ?? "?"), judged by people: "
        + "\(counted(votes.votes.count, "judgement")) on \(votes.judgedCount) of "
        + "\(counted(votes.taskCount, "pair"))")
    if about.alikeCount > 0 {
      note("\(counted(about.alikeCount, "pair")) of the same text twice count as ties.")
    }
    let rows = votes.votes.map(ContestRow.init) + alike(about.alikeCount)
    try keep(votes.votes.map(ContestRow.init))
    return findings(of: rows)
  }

  /// The contest that was named, or the only one.
  private func chosen(
    among contests: [(batch: TaskBatch, about: ContestBatch)], in folder: String
  ) throws -> (batch: TaskBatch, about: ContestBatch) {
    let named = contests.filter { contest.batch == nil || $0.batch.purpose == contest.batch }
    guard let found = named.last, named.count == 1 else {
      let names = contests.map { "‘\($0.batch.purpose)’" }.joined(separator: ", ")
      throw RefusedInput(
        contests.isEmpty
          ? "\(folder) has no pairs of two models; put some there with rlhf evaluate --ask-people"
          : "\(folder) has these: \(names); choose one with --batch")
    }
    return found
  }

  /// Pairs that nobody was asked about, each of a prompt of its own.
  private func alike(_ count: Int) -> [ContestRow] {
    (0..<count).map { index in
      let side = ContestSide(completion: "")
      return ContestRow(
        promptIndex: -1 - index, prompt: .text(""), own: side, other: side,
        judgement: ContestJudgement(outcome: .tie))
    }
  }
}

extension ContestRow {
  /// A judgement of somebody's.
  init(_ vote: ContestVote) {
    let axes = vote.ratings.map {
      ($0.axis, OwnAndOther(own: Double($0.own), other: Double($0.other)))
    }
    self.init(
      promptIndex: Int(clamping: vote.prompt.id.number), prompt: vote.prompt.content,
      own: ContestSide(completion: vote.own.text), other: ContestSide(completion: vote.other.text),
      judgement: ContestJudgement(
        outcome: vote.outcome, axes: Dictionary(axes) { $1 }, isShownFirst: vote.isShownFirst,
        labeler: "\(vote.labeler)"))
  }
}
