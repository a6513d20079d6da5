import NeuralNetworks

/// How a model came to be from another one.
struct Adaptation<Model> {
  /// Which maps learn, and how.
  let configuration: LoRAConfiguration
  /// The model whose weights are shared; it computes what this one did before it learned.
  let base: Model
  /// The folder of the base, as it is written down with the adapters.
  let basePath: String
}
