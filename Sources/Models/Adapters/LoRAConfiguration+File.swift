import NeuralNetworks

extension LoRAConfiguration {
  /// Reads an adapter_config.json.
  ///
  /// - Throws: `ModelError` when it is about something else than LoRA, or asks for a variant that
  ///   this module does not have.
  init(_ reader: ConfigurationReader) throws {
    guard try reader.string("peft_type") == "LORA" else {
      let found = reader.members["peft_type"]?.shown ?? "missing"
      throw ModelError.wrongValue(
        key: "peft_type", value: found, due: "LORA", path: reader.path)
    }
    try reader.refuseVariants()
    self.init()
    rank = try reader.integer("r")
    alpha = try reader.number("lora_alpha", orElse: 8)
    dropout = try reader.number("lora_dropout", orElse: 0)
    stabilizesRank = try reader.boolean("use_rslora", orElse: false)
    targets = try reader.targets()
    guard rank > 0 else {
      throw ModelError.wrongValue(
        key: "r", value: "\(rank)", due: "a positive number", path: reader.path)
    }
    guard (0..<1).contains(dropout) else {
      throw ModelError.wrongValue(
        key: "lora_dropout", value: "\(dropout)", due: "at least 0 and below 1",
        path: reader.path)
    }
  }

  /// The text of an adapter_config.json.
  ///
  /// - Parameter storesTransposed: Whether the maps' weights are stored as `[input, output]`.
  func json(
    for head: ModelConfiguration.Head, basePath: String, storesTransposed: Bool
  ) -> JSON {
    .object([
      "peft_type": .string("LORA"),
      "task_type": .string(head == .language ? "CAUSAL_LM" : "SEQ_CLS"),
      "base_model_name_or_path": .string(basePath),
      "r": .integer(rank),
      "lora_alpha": alpha == alpha.rounded() && abs(alpha) < 1e15
        ? .integer(Int(alpha)) : .number(alpha),
      "lora_dropout": .number(dropout), "use_rslora": .boolean(stabilizesRank),
      "target_modules": targets == [LoRAConfiguration.everyMap]
        ? .string(LoRAConfiguration.everyMap) : .array(targets.map(JSON.string)),
      "modules_to_save": head == .language
        ? .null : .array([.string("classifier"), .string("score")]),
      "bias": .string("none"), "fan_in_fan_out": .boolean(storesTransposed),
      "inference_mode": .boolean(true), "init_lora_weights": .boolean(true),
    ])
  }
}

extension ConfigurationReader {
  /// Refuses everything that PEFT can do beside LoRA itself.
  fileprivate func refuseVariants() throws {
    for key in [
      "use_dora", "lora_bias", "use_qalora", "use_bdlora", "trainable_token_indices",
      "alora_invocation_tokens", "arrow_config", "kasa_config", "monteclora_config",
      "velora_config", "layers_to_transform", "layers_pattern", "exclude_modules",
      "layer_replication", "target_parameters", "rank_pattern", "alpha_pattern",
    ] { try refuse(key, unless: .boolean(false), .array([]), .object([:])) }
    try refuse("bias", unless: .string("none"))
    let heads = ["score", "classifier"].map(JSON.string)
    try refuse(
      "modules_to_save", unless: .array([]), .array([heads[0]]), .array(heads),
      .array(heads.reversed()))
  }

  /// The names of the maps with adapters: a list, or one word for all.
  fileprivate func targets() throws -> [String] {
    if case .array = members["target_modules"] { return try strings("target_modules") }
    let word = try string("target_modules")
    guard word == LoRAConfiguration.everyMap else {
      throw ModelError.wrongValue(
        key: "target_modules", value: members["target_modules"]?.shown ?? "missing",
        due: "a list of names, or \"\(LoRAConfiguration.everyMap)\",", path: path)
    }
    return [LoRAConfiguration.everyMap]
  }
}
