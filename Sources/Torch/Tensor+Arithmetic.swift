extension Tensor {
  /// The sum of two tensors, element by element.
  public static func + (left: Tensor, right: Tensor) -> Tensor {
    Op.add(.tensor(left), .tensor(right))
  }

  /// Each element plus a number.
  public static func + (left: Tensor, right: Double) -> Tensor {
    Op.addNumber(.tensor(left), .number(right))
  }

  /// A number plus each element.
  public static func + (left: Double, right: Tensor) -> Tensor { right + left }

  /// Each element plus an integer; an integer tensor stays one.
  public static func + (left: Tensor, right: Int) -> Tensor {
    Op.addNumber(.tensor(left), .integer(right))
  }

  /// An integer plus each element; an integer tensor stays one.
  public static func + (left: Int, right: Tensor) -> Tensor { right + left }

  /// The difference of two tensors, element by element.
  public static func - (left: Tensor, right: Tensor) -> Tensor {
    Op.subtract(.tensor(left), .tensor(right))
  }

  /// Each element minus a number.
  public static func - (left: Tensor, right: Double) -> Tensor {
    Op.subtractNumber(.tensor(left), .number(right))
  }

  /// A number minus each element.
  public static func - (left: Double, right: Tensor) -> Tensor {
    Op.reverseSubtract(.tensor(right), .number(left))
  }

  /// Each element minus an integer; an integer tensor stays one.
  public static func - (left: Tensor, right: Int) -> Tensor {
    Op.subtractNumber(.tensor(left), .integer(right))
  }

  /// An integer minus each element; an integer tensor stays one.
  public static func - (left: Int, right: Tensor) -> Tensor {
    Op.reverseSubtract(.tensor(right), .integer(left))
  }

  /// The product of two tensors, element by element.
  public static func * (left: Tensor, right: Tensor) -> Tensor {
    Op.multiply(.tensor(left), .tensor(right))
  }

  /// Each element times a number.
  public static func * (left: Tensor, right: Double) -> Tensor {
    Op.multiplyNumber(.tensor(left), .number(right))
  }

  /// A number times each element.
  public static func * (left: Double, right: Tensor) -> Tensor { right * left }

  /// Each element times an integer; an integer tensor stays one.
  public static func * (left: Tensor, right: Int) -> Tensor {
    Op.multiplyNumber(.tensor(left), .integer(right))
  }

  /// An integer times each element; an integer tensor stays one.
  public static func * (left: Int, right: Tensor) -> Tensor { right * left }

  /// The quotient of two tensors, element by element.
  public static func / (left: Tensor, right: Tensor) -> Tensor {
    Op.divide(.tensor(left), .tensor(right))
  }

  /// Each element divided by a number.
  public static func / (left: Tensor, right: Double) -> Tensor {
    Op.divideNumber(.tensor(left), .number(right))
  }

  /// A number divided by each element.
  public static func / (left: Double, right: Tensor) -> Tensor {
    Op.reciprocal(.tensor(right)) * left
  }

  /// Each element with its sign changed.
  public static prefix func - (operand: Tensor) -> Tensor { Op.negate(.tensor(operand)) }

  /// Each element raised to `exponent`.
  public func power(_ exponent: Double) -> Tensor { Op.power(.tensor(self), .number(exponent)) }

  /// Each element times itself.
  public func squared() -> Tensor { self * self }

  /// Each element, or the nearest number in a range.
  public func clamped(from lower: Double? = nil, to upper: Double? = nil) -> Tensor {
    Op.clamp(.tensor(self), .optional(lower), .optional(upper))
  }

  /// Each element, or the nearest integer in a range; an integer tensor stays one.
  public func clamped(from lower: Int? = nil, to upper: Int) -> Tensor {
    Op.clamp(
      .tensor(self), lower.map(Argument.integer) ?? .none, .integer(upper))
  }

  /// Each element, or the nearest number between two tensors'.
  public func clamped(from lower: Tensor, to upper: Tensor) -> Tensor {
    Op.clampTensor(.tensor(self), .tensor(lower), .tensor(upper))
  }

  /// The absolute value of each element.
  public func absolute() -> Tensor { Op.absolute(.tensor(self)) }

  /// e to the power of each element.
  public func exp() -> Tensor { Op.exp(.tensor(self)) }

  /// The natural logarithm of each element.
  public func log() -> Tensor { Op.log(.tensor(self)) }

  /// The square root of each element.
  public func squareRoot() -> Tensor { Op.sqrt(.tensor(self)) }

  /// One over the square root of each element.
  public func reciprocalSquareRoot() -> Tensor { Op.rsqrt(.tensor(self)) }

  /// The sine of each element, in radians.
  public func sine() -> Tensor { Op.sine(.tensor(self)) }

  /// The cosine of each element, in radians.
  public func cosine() -> Tensor { Op.cosine(.tensor(self)) }

  /// The hyperbolic tangent of each element.
  public func tanh() -> Tensor { Op.tanh(.tensor(self)) }

  /// 1 / (1 + e⁻ˣ) of each element.
  public func sigmoid() -> Tensor { Op.sigmoid(.tensor(self)) }

  /// The logarithm of `sigmoid()`, without overflow.
  public func logSigmoid() -> Tensor { Op.logSigmoid(.tensor(self)) }
}

/// The smaller of two elements, at each place.
public func minimum(_ left: Tensor, _ right: Tensor) -> Tensor {
  Op.minimum(.tensor(left), .tensor(right))
}

/// The larger of two elements, at each place.
public func maximum(_ left: Tensor, _ right: Tensor) -> Tensor {
  Op.maximum(.tensor(left), .tensor(right))
}
