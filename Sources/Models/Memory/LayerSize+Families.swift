extension ModelConfiguration {
  /// What each layer is made of.
  var layerSizes: [LayerSize] { layers.map { _ in layerSize } }

  private var layerSize: LayerSize {
    switch family {
    case .llama, .mistral, .smolLM3, .qwen2, .qwen3: llamaLayer
    case .olmo2: olmo2Layer
    case .phi3: phi3Layer
    case .gemma2, .gemma3: gemmaLayer
    case .gpt2, .gptNeoX: plainLayer
    }
  }

  private var queryWidth: Int { headCount * headWidth }
  private var keyWidth: Int { keyValueHeadCount * headWidth }

  private var llamaLayer: LayerSize {
    var size = LayerSize()
    size.addRMSNorm(width)
    addGroupedAttention(to: &size)
    size.addRMSNorm(width)
    addGatedFeedForward(to: &size)
    return size
  }

  /// Normalizations stand behind the two parts, which read the residual stream itself.
  private var olmo2Layer: LayerSize {
    var size = LayerSize()
    addGroupedAttention(to: &size)
    size.addRMSNorm(width)
    addGatedFeedForward(to: &size)
    size.addRMSNorm(width)
    return size
  }

  private var gemmaLayer: LayerSize {
    var size = LayerSize()
    size.addRMSNorm(width)
    addGroupedAttention(to: &size)
    size.addRMSNorm(width)
    size.addRMSNorm(width)
    addGatedFeedForward(to: &size)
    size.addRMSNorm(width)
    return size
  }

  /// One map for queries, keys and values: the values are a part of what it gives, all of which stays.
  private var phi3Layer: LayerSize {
    var size = LayerSize()
    size.addRMSNorm(width)
    let mapped = queryWidth + 2 * keyWidth
    size.addMaps(from: width, [("qkv_proj", mapped)])
    size.addAttention(queries: queryWidth, keys: keyWidth, values: mapped, heads: headCount)
    size.addMaps(from: queryWidth, [("o_proj", width)], keepsInput: false)
    size.addRMSNorm(width)
    size.addMaps(from: width, [("gate_up_proj", 2 * hiddenWidth)])
    size.keep(3 * hiddenWidth, isNarrow: true)
    size.addMaps(from: hiddenWidth, [("down_proj", width)])
    return size
  }

  /// GPT-2's and GPT-NeoX's: normalizations with a mean, one map for queries, keys and values, and a
  /// feed-forward layer without a gate.
  private var plainLayer: LayerSize {
    let isNeoX = family == .gptNeoX
    let names =
      isNeoX
      ? ("query_key_value", "dense", "dense_h_to_4h", "dense_4h_to_h")
      : ("c_attn", "c_proj", "c_fc", "c_proj")
    let hasBias = !isNeoX || hasAttentionBias
    var size = LayerSize()
    size.addLayerNorm(width)
    size.addMaps(from: width, [(names.0, 3 * width)], hasBias: hasBias)
    // Without turning, queries and keys are parts of what the map gave, as values always are.
    let turned = isNeoX ? width : 0
    size.addAttention(queries: 0, keys: 2 * turned + width, values: 3 * width, heads: headCount)
    size.addMaps(from: width, [(names.1, width)], hasBias: hasBias, keepsInput: false)
    size.addLayerNorm(width, keepsInput: !isParallel)
    size.addMaps(from: width, [(names.2, hiddenWidth)], hasBias: true)
    size.keep(hiddenWidth, isNarrow: true)
    size.addMaps(from: hiddenWidth, [(names.3, width)], hasBias: true)
    return size
  }

  private func addGroupedAttention(to size: inout LayerSize) {
    let inputBias = family == .qwen2 || hasAttentionBias
    size.addMaps(
      from: width, [("q_proj", queryWidth), ("k_proj", keyWidth), ("v_proj", keyWidth)],
      hasBias: inputBias)
    switch family {
    case .qwen3, .gemma3:
      size.addRMSNorm(headWidth, inGroupsOf: headCount)
      size.addRMSNorm(headWidth, inGroupsOf: keyValueHeadCount)
    case .olmo2:
      size.addRMSNorm(queryWidth)
      size.addRMSNorm(keyWidth)
    default: break
    }
    if softcaps.attention == nil {
      size.addAttention(
        queries: queryWidth, keys: keyWidth, values: keyWidth, heads: headCount)
    } else {
      size.addCappedAttention(queries: queryWidth, heads: headCount)
    }
    let outputBias = family != .qwen2 && hasAttentionBias
    size.addMaps(
      from: queryWidth, [("o_proj", width)], hasBias: outputBias, keepsInput: false)
  }

  private func addGatedFeedForward(to size: inout LayerSize) {
    size.addMaps(
      from: width, [("gate_proj", hiddenWidth), ("up_proj", hiddenWidth)],
      hasBias: hasFeedForwardBias)
    // The gate before the function, and what it opens for.
    size.keep(2 * hiddenWidth, isNarrow: true)
    // The gate after the function, and what the map behind it reads.
    let isOne = activation == .silu
    let map = "down_proj"
    size.keep(hiddenWidth, isOne ? .apart : .always, isNarrow: true)
    size.keep(hiddenWidth, isOne ? .behindGate(map: map) : .maps([map]), isNarrow: true)
    size.addMaps(
      from: hiddenWidth, [(map, width)], hasBias: hasFeedForwardBias, keepsInput: false)
  }
}
