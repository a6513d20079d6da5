public import Foundation
import NeuralNetworks
public import Torch

extension ModelConfiguration {
  /// The text of a config.json for a model with a head, whose weights are of a type.
  ///
  /// What was read from a file is written again, but for the head, the type and changed tokens.
  public func json(for head: Head, in dtype: DType) -> Data {
    var members = file.isEmpty ? newFile : file
    members["architectures"] = .array([.string(family.architecture(head))])
    let typeKeys = ["dtype", "torch_dtype"].filter { members[$0] != nil }
    for key in typeKeys.isEmpty ? ["dtype"] : typeKeys { members[key] = .string("\(dtype)") }
    RewardHeads.remove(from: &members)
    if head == .scalar { rewardHeads.write(into: &members) }
    write(tokensInto: &members)
    return JSON.object(members).data
  }

  /// The text of a generation_config.json.
  public var generationJSON: Data {
    var members = generationFile
    if members.isEmpty { members["_from_model_config"] = .boolean(true) }
    write(tokensInto: &members)
    return JSON.object(members).data
  }

  /// Writes the tokens that differ from those that the file has.
  private func write(tokensInto members: inout [String: JSON]) {
    let written = [
      ("bos_token_id", beginningToken.map { [$0] } ?? []), ("eos_token_id", endTokens),
      ("pad_token_id", paddingToken.map { [$0] } ?? []),
    ]
    for (key, ids) in written {
      let known = try? ConfigurationReader(members: members, path: "").tokens(key)
      if let known, known == ids, members[key] != nil || ids.isEmpty { continue }
      let list = ids.map(JSON.integer)
      members[key] = list.count == 1 ? list[0] : list.isEmpty ? .null : .array(list)
    }
  }

  /// What config.json says of a model that was not read from one.
  private var newFile: [String: JSON] {
    var members: [String: JSON] = [
      "model_type": .string(family.rawValue), "vocab_size": .integer(vocabularySize),
      "tie_word_embeddings": .boolean(tiesEmbeddings), "use_cache": .boolean(true),
      "initializer_range": .number(initializationDeviation),
    ]
    members.merge(family == .gpt2 ? newGPT2File : newRotaryFile) { _, new in new }
    return members
  }

  private var newGPT2File: [String: JSON] {
    [
      "n_embd": .integer(width), "n_layer": .integer(layerCount), "n_head": .integer(headCount),
      "n_positions": .integer(maximumPositions), "n_inner": .integer(hiddenWidth),
      "activation_function": .string(activation.name), "layer_norm_epsilon": .number(normEpsilon),
      "attn_pdrop": .number(0), "embd_pdrop": .number(0), "resid_pdrop": .number(0),
    ]
  }

  private var newRotaryFile: [String: JSON] {
    var members: [String: JSON] = [
      "hidden_size": .integer(width), "num_hidden_layers": .integer(layerCount),
      "num_attention_heads": .integer(headCount),
      "num_key_value_heads": .integer(keyValueHeadCount), "head_dim": .integer(headWidth),
      "intermediate_size": .integer(hiddenWidth),
      "max_position_embeddings": .integer(maximumPositions),
      "hidden_act": .string(activation.name), "rms_norm_eps": .number(normEpsilon),
      "attention_dropout": .number(0),
      // The first for transformers 5, the second for older readers.
      "rope_parameters": .object(rotaryMembers), "rope_theta": .number(rotaryBase),
    ]
    if family != .qwen2 { members["attention_bias"] = .boolean(hasAttentionBias) }
    if family == .llama { members["mlp_bias"] = .boolean(hasFeedForwardBias) }
    if family != .llama { members["use_sliding_window"] = .boolean(false) }
    return members
  }

  private var rotaryMembers: [String: JSON] {
    var members: [String: JSON] = ["rope_theta": .number(rotaryBase)]
    func add(_ kind: String, _ more: [String: JSON]) {
      members["rope_type"] = .string(kind)
      members.merge(more) { _, new in new }
    }
    switch rotaryScaling {
    case .none: add("default", [:])
    case .linear(let factor): add("linear", ["factor": .number(factor)])
    case .dynamic(let factor): add("dynamic", ["factor": .number(factor)])
    case .yarn(let yarn):
      add(
        "yarn",
        [
          "factor": .number(yarn.factor), "beta_fast": .number(yarn.fastTurns),
          "original_max_position_embeddings": .integer(yarn.originalPositions),
          "beta_slow": .number(yarn.slowTurns), "truncate": .boolean(yarn.roundsBorders),
          "attention_factor": .number(yarn.attentionFactor),
        ])
    case .llama3(let llama3):
      add(
        "llama3",
        [
          "factor": .number(llama3.factor), "low_freq_factor": .number(llama3.lowTurns),
          "original_max_position_embeddings": .integer(llama3.originalPositions),
          "high_freq_factor": .number(llama3.highTurns),
        ])
    case .longrope(let longrope):
      add(
        "longrope",
        [
          "short_factor": .array(longrope.shortFactors.map(JSON.number)),
          "long_factor": .array(longrope.longFactors.map(JSON.number)),
          "original_max_position_embeddings": .integer(longrope.originalPositions),
          "attention_factor": .number(longrope.attentionFactor),
        ])
    }
    return members
  }
}

extension ModelConfiguration.Activation {
  /// What config.json calls it.
  var name: String {
    switch self {
    case .silu: "silu"
    case .gelu: "gelu"
    case .geluApproximation: "gelu_new"
    case .relu: "relu"
    }
  }
}

extension ModelConfiguration.Family {
  /// What config.json calls the family with a head.
  public func architecture(_ head: ModelConfiguration.Head) -> String {
    let name =
      switch self {
      case .llama: "Llama"
      case .qwen2: "Qwen2"
      case .qwen3: "Qwen3"
      case .gpt2: "GPT2"
      }
    switch head {
    case .language: return name + (self == .gpt2 ? "LMHeadModel" : "ForCausalLM")
    case .scalar: return name + "ForSequenceClassification"
    }
  }

  /// What stands before the names of all weights but the head's; some files leave it out.
  var prefix: String { self == .gpt2 ? "transformer" : "model" }
}
