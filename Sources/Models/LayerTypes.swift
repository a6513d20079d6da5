/// What `layer_types` calls a layer.
enum LayerType: String {
  case full = "full_attention"
  case window = "sliding_attention"
}

extension ModelConfiguration {
  /// Gives layers a window: those that `layer_types` names, or that a rule names in older files.
  ///
  /// - Parameters:
  ///   - window: How many tokens such layers see; none may be named when nil.
  ///   - hasWindow: Whether a layer has a window in a file without `layer_types`.
  /// - Throws: `ModelError` for other kinds of layers.
  mutating func readWindows(
    of window: Int?, _ reader: ConfigurationReader, orElse hasWindow: (Int) -> Bool
  ) throws {
    let names = try reader.strings("layer_types")
    guard !names.isEmpty else {
      for index in layers.indices where hasWindow(index) { layers[index].window = window }
      return
    }
    guard names.count == layerCount else {
      throw ModelError.wrongValue(
        key: "layer_types", value: "\(names.count) texts", due: "a list of \(layerCount)",
        path: reader.path)
    }
    for (index, name) in names.enumerated() {
      switch (LayerType(rawValue: name), window) {
      case (.full, _): break
      case (.window, let window?): layers[index].window = window
      default: throw ModelError.unsupported(key: "layer_types", value: name, path: reader.path)
      }
    }
  }
}
