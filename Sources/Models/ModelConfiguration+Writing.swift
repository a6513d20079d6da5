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
    members.merge(family.format.write(self)) { _, new in new }
    return members
  }

  /// The sizes, as most families call them, and a few keys more.
  func sharedMembers(_ more: [String: JSON] = [:]) -> [String: JSON] {
    let members: [(String, JSON)] = [
      ("hidden_size", .integer(width)), ("num_hidden_layers", .integer(layerCount)),
      ("num_attention_heads", .integer(headCount)), ("intermediate_size", .integer(hiddenWidth)),
      ("max_position_embeddings", .integer(maximumPositions)),
      ("hidden_act", .string(activation.name)), ("rms_norm_eps", .number(normEpsilon)),
    ]
    let own = members.map { (family.format.presets.name(of: $0), $1) }
    return more.merging(own) { more, _ in more }
  }

  /// What Llama and its kin say: the sizes, heads that share keys, one rotary embedding.
  func rotaryMembers(
    _ keys: RotaryKeys = RotaryKeys(), more: [String: JSON] = [:]
  ) -> [String: JSON] {
    var members = sharedMembers(["attention_dropout": .number(0)])
    if !family.format.hasWholeHeads {
      members["num_key_value_heads"] = .integer(keyValueHeadCount)
      members["head_dim"] = .integer(headWidth)
    }
    if let rotary = layers.lazy.compactMap(\.rotary).first {
      // The first for transformers 5, the others for older readers.
      members["rope_parameters"] = .object(rotary.members(withShare: keys.share != nil))
      members[keys.base] = .number(rotary.base)
      if let share = keys.share { members[share] = .number(rotary.share) }
    }
    return members.merging(more) { _, new in new }
  }

  /// What families with windows say of them: their size, and which layers have one.
  var windowMembers: [String: JSON] {
    let window = layers.lazy.compactMap(\.window).first
    let types = layers.map { $0.window == nil ? LayerType.full : .window }
    return [
      "sliding_window": window.map(JSON.integer) ?? .null,
      "layer_types": .array(types.map { .string($0.rawValue) }),
    ]
  }
}

extension ModelConfiguration.Rotary {
  /// What `rope_parameters` says.
  func members(withShare: Bool = false) -> [String: JSON] {
    var members = scaling.members
    members["rope_theta"] = .number(base)
    if withShare { members["partial_rotary_factor"] = .number(share) }
    return members
  }
}

extension RotaryScaling {
  /// What `rope_parameters` says of the scaling.
  fileprivate var members: [String: JSON] {
    switch self {
    case .none: return ["rope_type": .string("default")]
    case .linear(let factor): return ["rope_type": .string("linear"), "factor": .number(factor)]
    case .dynamic(let factor): return ["rope_type": .string("dynamic"), "factor": .number(factor)]
    case .yarn(let yarn):
      return [
        "rope_type": .string("yarn"),
        "factor": .number(yarn.factor), "beta_fast": .number(yarn.fastTurns),
        "original_max_position_embeddings": .integer(yarn.originalPositions),
        "beta_slow": .number(yarn.slowTurns), "truncate": .boolean(yarn.roundsBorders),
        "attention_factor": .number(yarn.attentionFactor),
      ]
    case .llama3(let llama3):
      return [
        "rope_type": .string("llama3"),
        "factor": .number(llama3.factor), "low_freq_factor": .number(llama3.lowTurns),
        "original_max_position_embeddings": .integer(llama3.originalPositions),
        "high_freq_factor": .number(llama3.highTurns),
      ]
    case .longrope(let longrope):
      return [
        "rope_type": .string("longrope"),
        "short_factor": .array(longrope.shortFactors.map(JSON.number)),
        "long_factor": .array(longrope.longFactors.map(JSON.number)),
        "original_max_position_embeddings": .integer(longrope.originalPositions),
        "attention_factor": .number(longrope.attentionFactor),
      ]
    }
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
