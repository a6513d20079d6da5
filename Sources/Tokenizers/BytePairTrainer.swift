internal import Foundation

/// Learns a byte-level byte-pair vocabulary from text.
///
/// Starts from the 256 bytes; again and again joins the pair of tokens that stand side by side most
/// often, until the vocabulary is full or no pair is left (Sennrich et al. 2016, arXiv:1508.07909,
/// §3.2, on bytes). Of pairs equally frequent, the one of lowest ids wins, so the same text always
/// gives the same tokenizer, and the one that `tokenizers` learns from it.
public struct BytePairTrainer: Sendable {
  /// How many tokens to learn, bytes and special tokens among them.
  public var vocabularySize: Int
  /// Tokens that mark rather than mean; they get the lowest ids, in order.
  public var specialTokens: [String]
  /// How often a pair must stand in the text to be joined; at least 1.
  public var minimumPairCount: Int

  /// Sets out to learn that many tokens.
  public init(vocabularySize: Int, specialTokens: [String], minimumPairCount: Int = 1) {
    self.vocabularySize = vocabularySize
    self.specialTokens = specialTokens
    self.minimumPairCount = minimumPairCount
  }

  /// Learns from texts.
  ///
  /// - Throws: ``TokenizerError/vocabularyTooSmall(size:minimum:)``.
  public func train(on texts: some Sequence<String>) throws -> Tokenizer {
    var learner = PairLearner(specialTokens: specialTokens.map { Array($0.utf8) })
    guard vocabularySize >= learner.texts.count else {
      throw TokenizerError.vocabularyTooSmall(
        size: vocabularySize, minimum: learner.texts.count)
    }
    learner.fill(from: wordCounts(in: texts))
    learner.learn(upTo: vocabularySize, minimumPairCount: max(1, minimumPairCount))
    let file = TrainedTokenizerFile(
      texts: learner.texts, merges: learner.merges, specialTokens: specialTokens)
    return try Tokenizer(TokenizerFiles(tokenizer: Data(file.bytes)))
  }

  private func wordCounts(in texts: some Sequence<String>) -> [[UInt8]: Int] {
    let splitter = PreTokenizer(
      steps: [.split(.gpt2, .isolated, isInverted: false)], splitsBytes: true)
    var counts: [[UInt8]: Int] = [:]
    for text in texts {
      var text = AlignedText(text.utf8)
      for word in splitter.words(of: &text) { counts[Array(text.bytes[word]), default: 0] += 1 }
    }
    return counts
  }
}
