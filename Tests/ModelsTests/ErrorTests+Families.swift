import Foundation

extension ErrorTests {
  /// What only some families' configurations say.
  static let families: [Fault] = [
    Fault(
      testDescription: "an unknown family", change: { try $0.configure(["model_type": "mamba"]) },
      named: [
        "‘mamba’",
        "llama, qwen2, qwen3, gpt2, gpt_neox, mistral, olmo2, phi3, gemma2, gemma3_text, smollm3",
        "config.json",
      ]),
    Fault(
      testDescription: "a window of nothing", fixture: "qwen2-window",
      change: { try $0.configure(["sliding_window": 0]) },
      named: ["‘sliding_window’ is 0", "positive"]),
    Fault(
      testDescription: "layers with windows in a family without",
      change: { try $0.configure(["layer_types": ["full_attention", "sliding_attention"]]) },
      named: ["‘layer_types’", "sliding_attention"]),
    Fault(
      testDescription: "layers with windows of no size", fixture: "qwen3-tied",
      change: { try $0.configure(["layer_types": ["full_attention", "sliding_attention"]]) },
      named: ["‘layer_types’", "sliding_attention"]),
    Fault(
      testDescription: "an unknown kind of layer", fixture: "qwen2-window",
      change: { try $0.configure(["layer_types": ["full_attention", "linear_attention"]]) },
      named: ["‘layer_types’", "linear_attention"]),
    Fault(
      testDescription: "kinds of too few layers", fixture: "qwen2-window",
      change: { try $0.configure(["layer_types": ["full_attention"]]) },
      named: ["‘layer_types’", "1 texts", "a list of 2"]),
    Fault(
      testDescription: "a language model inside another",
      change: { try $0.configure(["model_type": "gemma3", "text_config": ["hidden_size": 8]]) },
      named: ["‘gemma3’", "‘text_config’", "config.json"]),
    Fault(
      testDescription: "an odd number of turned features", fixture: "gpt-neox-old-config",
      change: { try $0.configure(["rotary_pct": 0.4]) },
      named: ["‘partial_rotary_factor’ is 0.4", "even"]),
    Fault(
      testDescription: "kinds of layers that the family's own reader would overlook",
      fixture: "mistral-window",
      change: { try $0.configure(["layer_types": ["full_attention", "sliding_attention"]]) },
      named: ["‘layer_types’"]),
    Fault(
      testDescription: "a window of the wrong type", fixture: "mistral-window",
      change: { try $0.configure(["sliding_window": "wide"]) },
      named: ["‘sliding_window’", "\"wide\"", "whole number"]),
    Fault(
      testDescription: "a scaling that Phi-3 does not have", fixture: "phi3-window",
      change: { try $0.configure(["rope_parameters": ["rope_type": "spiral"]]) },
      named: ["‘rope_parameters.rope_type’", "spiral"]),
    Fault(
      testDescription: "factors for heads that are turned whole", fixture: "phi3-old-config",
      change: { try $0.configure(["partial_rotary_factor": 1.0]) },
      named: ["‘long_factor’ is 3 numbers", "a list of 4"]),
    Fault(
      testDescription: "a bound of nothing", fixture: "gemma2-tied",
      change: { try $0.configure(["final_logit_softcapping": 0]) },
      named: ["‘final_logit_softcapping’", "positive"]),
    Fault(
      testDescription: "a scale of nothing", fixture: "gemma2-tied",
      change: { try $0.configure(["query_pre_attn_scalar": 0]) },
      named: ["‘query_pre_attn_scalar’", "positive"]),
    Fault(
      testDescription: "tokens that see what comes after them", fixture: "gemma2-tied",
      change: { try $0.configure(["use_bidirectional_attention": true]) },
      named: ["‘use_bidirectional_attention’"]),
    Fault(
      testDescription: "a bound that transformers does not compute with", fixture: "gemma3-tied",
      change: { try $0.configure(["attn_logit_softcapping": 50.0]) },
      named: ["‘attn_logit_softcapping’", "50"]),
    Fault(
      testDescription: "a pattern of nothing", fixture: "gemma3-old-config",
      change: { try $0.configure(["sliding_window_pattern": 0]) },
      named: ["‘sliding_window_pattern’", "positive"]),
    Fault(
      testDescription: "too few layers with or without positions", fixture: "smollm3-tied",
      change: { try $0.configure(["no_rope_layers": [1]]) },
      named: ["‘no_rope_layers’ is 1 numbers", "a list of 2"]),
    Fault(
      testDescription: "each noughth layer without positions", fixture: "smollm3-old-config",
      change: { try $0.configure(["no_rope_layer_interval": 0]) },
      named: ["‘no_rope_layer_interval’ is 0", "positive"]),
    Fault(
      testDescription: "a window that is named and switched off", fixture: "smollm3-window",
      change: { try $0.configure(["use_sliding_window": false]) },
      named: ["‘layer_types’", "sliding_attention"]),
    Fault(
      testDescription: "heads that do not fill the width", fixture: "gpt-neox-parallel",
      change: { try $0.configure(["num_attention_heads": 5]) },
      named: ["‘num_attention_heads’ is 5", "a divisor of 32"]),
  ]
}
