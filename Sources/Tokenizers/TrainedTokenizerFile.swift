/// The tokenizer.json of a trained vocabulary.
struct TrainedTokenizerFile {
  let texts: [[UInt8]]
  let merges: [PairLearner.Pair]
  let specialTokens: [String]

  /// The file, in UTF-8.
  var bytes: [UInt8] {
    var bytes = Array(#"{"version":"1.0","truncation":null,"padding":null,"added_tokens":["#.utf8)
    append(addedTokens, to: &bytes)
    bytes += #"],"normalizer":null,"pre_tokenizer":\#(byteLevel),"post_processor":null,"#.utf8
    bytes += #""decoder":\#(byteLevel),"model":{"type":"BPE","dropout":null,"#.utf8
    bytes += #""unk_token":null,"continuing_subword_prefix":null,"end_of_word_suffix":null,"#.utf8
    bytes += #""fuse_unk":false,"byte_fallback":false,"ignore_merges":false,"vocab":{"#.utf8
    append(texts.enumerated().map { id, text in quoted(text) + ":\(id)".utf8 }, to: &bytes)
    bytes += #"},"merges":["#.utf8
    append(
      merges.map { pair in
        let (left, right) = (quoted(texts[Int(pair.left)]), quoted(texts[Int(pair.right)]))
        return "[".utf8 + left + ",".utf8 + right + "]".utf8
      }, to: &bytes)
    return bytes + "]}}".utf8
  }

  private var byteLevel: String {
    #"{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}"#
  }

  private var addedTokens: [[UInt8]] {
    // The learner drops repeated tokens, so the id is where the text stands first.
    var entries: [[UInt8]] = []
    for (id, text) in texts.prefix(specialTokens.count).enumerated()
    where specialTokens.contains(where: { $0.utf8.elementsEqual(text) }) {
      entries.append(
        #"{"id":\#(id),"content":"#.utf8 + quoted(text)
          + #","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"#.utf8
          + #""special":true}"#.utf8)
    }
    return entries
  }

  private func append(_ items: [[UInt8]], to bytes: inout [UInt8]) {
    for (index, item) in items.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes += item
    }
  }

  private func quoted(_ text: [UInt8]) -> [UInt8] {
    var quoted: [UInt8] = [UInt8(ascii: "\"")]
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): quoted += [UInt8(ascii: "\\"), byte]
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        quoted += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8
      default: quoted.append(byte)
      }
    }
    return quoted + [UInt8(ascii: "\"")]
  }
}
