public import Torch

/// The change `x ↦ s·x·Aᵀ·Bᵀ` of a linear map: all that is learned of it.
///
/// Hu et al. 2021 (arXiv:2106.09685), eq. 3. B starts at zero, and so does the change.
public struct LowRankAdapter {
  /// A. `[rank, input width]`
  public let down: Tensor
  /// B. `[output width, rank]`
  public let up: Tensor
  /// s, what the change is multiplied by.
  public let scale: Double
  private let dropout: AdapterDropout

  /// Asks for A under `lora_A.weight` and B under `lora_B.weight`, the names of PEFT.
  init(
    _ scope: ParameterScope, from inputWidth: Int, to outputWidth: Int,
    _ configuration: LoRAConfiguration, _ dropout: AdapterDropout
  ) throws {
    let rank = configuration.rank
    down = try scope["lora_A"].parameter(
      "weight", shape: [rank, inputWidth],
      initially: .uniform(1 / Double(inputWidth).squareRoot()))
    up = try scope["lora_B"].parameter("weight", shape: [outputWidth, rank], initially: .zeros)
    scale = configuration.scale
    self.dropout = dropout
  }

  /// - Parameter x: `[…, input width]`
  /// - Returns: `[…, output width]`
  public func callAsFunction(_ x: Tensor) -> Tensor {
    dropout(x).linear(down).linear(up) * scale
  }

  /// The change as a weight, s·B·A. `[output width, input width]`
  public var change: Tensor { up.matmul(down) * scale }
}
