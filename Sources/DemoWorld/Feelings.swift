/// Good and bad news, to which the right reply is kind and of some use.
enum Feelings {
  static let all = bad + good

  private static let bad = [
    ("I failed my exam.", "You can learn more and try the exam again."),
    ("I lost my keys.", "You could look for the keys in every room."),
    ("My dog is ill.", "A good vet can help your dog."),
    ("I missed my train.", "There will be another train soon."),
    ("My bike is broken.", "A good shop can fix your bike."),
    ("I feel lonely.", "A walk with a friend may help you."),
    ("I burned the cake.", "You can bake a better cake tomorrow."),
    ("I lost the game.", "You can play better in the next game."),
  ].map { news, comfort in
    question(
      news, comfort,
      openers: ["I am so sorry to hear that.", "That must be hard."], curt: "Too bad.",
      closer: "Would you like to talk about it?")
  }

  private static let good = [
    ("I passed my exam.", "You worked hard for the exam."),
    ("I got a new job.", "You have earned the new job."),
    ("I won the game.", "You played very well in the game."),
    ("I found my keys.", "You did well to find the keys."),
  ].map { news, praise in
    question(
      news, praise,
      openers: ["That is wonderful news.", "I am happy for you."], curt: "Okay.",
      closer: "Would you like to tell me more?")
  }

  private static func question(
    _ news: String, _ reply: String, openers: [String], curt: String, closer: String
  ) -> Question {
    let inSentence = news.hasPrefix("My") ? "my" + news.dropFirst(2) : news
    return Question(
      kind: .feeling, wordings: [news, "Today \(inSentence)", "I have news. \(news)"],
      script: Script(
        openers: openers, answer: reply, curtAnswers: [curt], closer: closer,
        violation: .invention,
        violations: ["I promise that you will be rich.", "I know what you will do tomorrow."]))
  }
}
