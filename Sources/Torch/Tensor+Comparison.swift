infix operator .== : ComparisonPrecedence
infix operator .> : ComparisonPrecedence
infix operator .>= : ComparisonPrecedence
infix operator .< : ComparisonPrecedence
infix operator .<= : ComparisonPrecedence
infix operator .&& : LogicalConjunctionPrecedence
infix operator .|| : LogicalDisjunctionPrecedence

extension Tensor {
  /// Whether elements are equal, at each place. bool
  public static func .== (left: Tensor, right: Tensor) -> Tensor {
    Op.equal(.tensor(left), .tensor(right))
  }

  /// Whether each element equals a number. bool
  public static func .== (left: Tensor, right: Double) -> Tensor {
    Op.equalNumber(.tensor(left), .number(right))
  }

  /// Whether the left element is larger, at each place. bool
  public static func .> (left: Tensor, right: Tensor) -> Tensor {
    Op.greater(.tensor(left), .tensor(right))
  }

  /// Whether each element is larger than a number. bool
  public static func .> (left: Tensor, right: Double) -> Tensor {
    Op.greaterNumber(.tensor(left), .number(right))
  }

  /// Whether the left element is at least the right one, at each place. bool
  public static func .>= (left: Tensor, right: Tensor) -> Tensor {
    Op.greaterOrEqual(.tensor(left), .tensor(right))
  }

  /// Whether each element is at least a number. bool
  public static func .>= (left: Tensor, right: Double) -> Tensor {
    Op.greaterOrEqualNumber(.tensor(left), .number(right))
  }

  /// Whether the left element is smaller, at each place. bool
  public static func .< (left: Tensor, right: Tensor) -> Tensor { right .> left }

  /// Whether each element is smaller than a number. bool
  public static func .< (left: Tensor, right: Double) -> Tensor { !(left .>= right) }

  /// Whether the left element is at most the right one, at each place. bool
  public static func .<= (left: Tensor, right: Tensor) -> Tensor { right .>= left }

  /// Whether each element is at most a number. bool
  public static func .<= (left: Tensor, right: Double) -> Tensor { !(left .> right) }

  /// Whether both are true, at each place. bool
  public static func .&& (left: Tensor, right: Tensor) -> Tensor {
    Op.and(.tensor(left), .tensor(right))
  }

  /// Whether at least one is true, at each place. bool
  public static func .|| (left: Tensor, right: Tensor) -> Tensor {
    Op.or(.tensor(left), .tensor(right))
  }

  /// Whether each element is false. bool
  public static prefix func ! (operand: Tensor) -> Tensor { Op.not(.tensor(operand)) }

  /// The elements where `isChosen` is true, and `other`'s where it is false.
  ///
  /// - Parameter isChosen: bool, of a shape that spreads over this one.
  public func replaced(by other: Tensor, unless isChosen: Tensor) -> Tensor {
    Op.choose(.tensor(isChosen), .tensor(self), .tensor(other))
  }

  /// The elements where `isKept` is true, and `value` where it is false.
  ///
  /// - Parameter isKept: bool, of a shape that spreads over this one.
  public func filled(with value: Double, unless isKept: Tensor) -> Tensor {
    Op.maskedFill(.tensor(self), .tensor(!isKept), .number(value))
  }
}
