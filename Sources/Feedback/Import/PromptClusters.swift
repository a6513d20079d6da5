import Auditing
import Crypto
import Datasets
import Foundation

/// Finds for each prompt the cluster of its near duplicates.
///
/// The first of a cluster gives it its name, which never changes: a later prompt that is alike to
/// one that is there joins that one's cluster, and so its side of the split.
struct PromptClusters {
  private var index = NearDuplicateIndex<String>()

  /// Starts with the prompts that a store has.
  init(_ prompts: [StoredPrompt]) {
    for prompt in prompts { index.insert(plainText(of: prompt.turns), key: prompt.cluster) }
  }

  /// Returns the cluster of a prompt, which is its own hash if it is like none.
  mutating func cluster(of turns: [Message], hash: String) -> (name: String, isShared: Bool) {
    let text = plainText(of: turns)
    let match = index.nearest(to: text)
    let name = match?.key ?? hash
    index.insert(text, key: name)
    return (name, match != nil)
  }
}

/// Returns all that is said in some turns.
func plainText(of turns: [Message]) -> String { turns.map(\.content).joined(separator: "\n\n") }

extension ProjectSettings {
  /// Returns the side of the split on which a cluster is, now and always.
  ///
  ///     HMAC-SHA256(salt, cluster), its first 8 bytes as a number from the highest, mod 1000
  ///
  /// The lowest thousandths are to measure with, the next to choose with, the rest to learn from.
  func frozenSplit(ofCluster cluster: String) -> StoredPrompt.Split {
    let key = SymmetricKey(data: Data(splitSalt.utf8))
    let code = HMAC<SHA256>.authenticationCode(for: Data(cluster.utf8), using: key)
    let number = code.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 1000
    if number < UInt64(clamping: testThousandths) { return .test }
    return number < UInt64(clamping: testThousandths + validationThousandths)
      ? .validation : .train
  }
}
