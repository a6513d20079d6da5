import NeuralNetworks

extension ModelConfiguration {
  /// The families of architectures; the raw values are `model_type`.
  public enum Family: String, Sendable, CaseIterable {
    case llama, qwen2, qwen3, gpt2
    case gptNeoX = "gpt_neox"
    case mistral, olmo2, phi3, gemma2
    case gemma3 = "gemma3_text"
    case smolLM3 = "smollm3"
  }
}

extension ModelConfiguration.Family {
  /// What its folders look like; each stands in the file of its decoder.
  var format: FamilyFormat {
    switch self {
    case .llama: .llama
    case .qwen2: .qwen2
    case .qwen3: .qwen3
    case .gpt2: .gpt2
    case .gptNeoX: .gptNeoX
    case .mistral: .mistral
    case .olmo2: .olmo2
    case .phi3: .phi3
    case .gemma2: .gemma2
    case .gemma3: .gemma3
    case .smolLM3: .smolLM3
    }
  }

  /// What config.json calls the family with a head.
  public func architecture(_ head: ModelConfiguration.Head) -> String {
    switch head {
    case .language: format.languageArchitecture
    case .scalar: format.scalarArchitecture
    }
  }
}

/// Builds the decoder that a configuration describes, with weights from a scope.
func makeDecoder(
  _ configuration: ModelConfiguration, _ scope: ParameterScope
) throws -> any Decoder { try configuration.family.format.makeDecoder(configuration, scope) }
