public import NeuralNetworks

extension ModelConfiguration {
  /// What may differ from one layer to the next.
  public struct Layer: Sendable, Equatable {
    /// How many tokens each one sees, itself among them; all before it when nil.
    public var window: Int?
    /// How positions turn queries and keys; nil where they do not.
    public var rotary: Rotary?

    /// Describes a layer.
    public init(window: Int? = nil, rotary: Rotary? = Rotary()) {
      self.window = window
      self.rotary = rotary
    }
  }

  /// How positions turn queries and keys.
  public struct Rotary: Sendable, Equatable {
    /// The number whose powers the wavelengths are.
    public var base: Double
    /// How frequencies are stretched for long texts.
    public var scaling: RotaryScaling
    /// How much of each head is turned, from its first feature on; in `0...1`.
    public var share: Double

    /// Collects the numbers.
    public init(base: Double = 10_000, scaling: RotaryScaling = .none, share: Double = 1) {
      self.base = base
      self.scaling = scaling
      self.share = share
    }

    /// The number of features of a head that are turned.
    func turnedWidth(ofHead headWidth: Int) -> Int { Int(Double(headWidth) * share) }
  }

  /// Bounds c that numbers z are pressed into as c·tanh(z / c); nil for none.
  ///
  /// Gemma team 2024 (arXiv:2408.00118).
  public struct Softcaps: Sendable, Equatable {
    /// Of the products of queries and keys, after their scale.
    public var attention: Double?
    /// Of the logits.
    public var logits: Double?

    /// Collects the bounds.
    public init(attention: Double? = nil, logits: Double? = nil) {
      self.attention = attention
      self.logits = logits
    }
  }
}
