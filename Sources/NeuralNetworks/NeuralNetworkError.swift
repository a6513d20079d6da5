/// What can be wrong with named weights that come from outside.
public enum NeuralNetworkError: Error, Equatable, CustomStringConvertible {
  /// The model needs a tensor that the file does not have.
  case missingTensor(name: String, file: String)
  /// A tensor is there and has another shape than the model needs.
  case wrongShape(name: String, found: [Int], due: [Int], file: String)
  /// The elements of a tensor are not floating-point numbers.
  case notFloatingPoint(name: String, type: String, file: String)
  /// A tensor has an element that is infinite or not a number.
  case notFinite(name: String, file: String)
  /// The file has tensors that the model has no use for.
  case leftOver(names: [String], file: String)
  /// Adapters are asked for on a linear map that the model does not have.
  case noSuchMap(name: String, known: [String])
  /// The saved state of an optimizer lacks something or is not one.
  case notOptimizerState(file: String, reason: String)

  /// One sentence: what, where, and what to do.
  public var description: String {
    switch self {
    case .missingTensor(let name, let file):
      return "\(file): the tensor ‘\(name)’ that this model needs is not there; "
        + "use the weights that belong to its config.json"
    case .wrongShape(let name, let found, let due, let file):
      return "\(file): the tensor ‘\(name)’ has the shape \(found) where \(due) is due; "
        + "use the weights that belong to its config.json"
    case .notFloatingPoint(let name, let type, let file):
      return "\(file): the tensor ‘\(name)’ is of type \(type), not of floating-point numbers; "
        + "use weights that are not quantized"
    case .notFinite(let name, let file):
      return "\(file): the tensor ‘\(name)’ has elements that are infinite or not numbers; "
        + "use weights from before training went wrong"
    case .leftOver(let names, let file):
      let shown = names.prefix(3).map { "‘\($0)’" }.joined(separator: ", ")
      let rest = names.count > 3 ? " and \(names.count - 3) more" : ""
      return "\(file): this model has no place for \(shown)\(rest); "
        + "use the config.json that belongs to these weights"
    case .noSuchMap(let name, let known):
      return "adapters are wanted for ‘\(name)’, and no linear map of this model is called so; "
        + "name some of \(known.joined(separator: ", ")), or ‘\(LoRAConfiguration.everyMap)’"
    case .notOptimizerState(let file, let reason):
      return "\(file) is not the saved state of this optimizer: \(reason); "
        + "resume from a checkpoint of the same model"
    }
  }
}
