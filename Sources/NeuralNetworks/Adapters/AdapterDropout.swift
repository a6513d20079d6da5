public import Torch

/// Leaves out inputs of all adapters of a model at random, while it learns.
///
/// Srivastava et al. 2014, “Dropout”; what is left is scaled up, so that the mean stays.
public final class AdapterDropout {
  /// The share that is left out, in `0..<1`.
  public let rate: Double
  private var generator: Generator?

  init(rate: Double) {
    precondition((0..<1).contains(rate), "a dropout of \(rate)")
    self.rate = rate
  }

  /// Begins to leave out inputs; the same seed leaves out the same.
  public func begin(seed: UInt64, on device: Device) {
    if rate > 0 { generator = Generator(seed: seed, on: device) }
  }

  /// Lets all inputs through again.
  public func end() { generator = nil }

  /// Makes `body` leave out the same each time that it runs: what is due to be left out now.
  public func repeating<Input, Output>(
    _ body: @escaping (Input) -> Output
  ) -> (Input) -> Output {
    guard let drawing = generator else { return body }
    let start = drawing.state
    var hasRun = false
    return { [self] input in
      let (before, later) = (generator, drawing.state)
      generator = drawing
      drawing.state = start
      let made = body(input)
      if hasRun { drawing.state = later }
      (generator, hasRun) = (before, true)
      return made
    }
  }

  /// - Returns: `x` itself outside of `begin` and `end`.
  func callAsFunction(_ x: Tensor) -> Tensor {
    guard let generator else { return x }
    let isKept = Tensor.uniform(x.shape, using: generator) .>= rate
    return x * isKept.to(x.dtype) / (1 - rate)
  }
}
