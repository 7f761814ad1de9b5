/// The transfer function g of a layer: a unit's output is y = g(a), a its total input.
public enum TransferFunction: Equatable, Sendable {
  /// 1 / (1 + e⁻ᵃ)
  case sigmoid
  /// a
  case identity
  /// tanh a
  case tanh
  /// max(0, a)
  case relu
  /// a above 0, a / 100 below
  case leakyRelu
  /// log(1 + eᵃ)
  case softplus
  /// 1 from 0 on, 0 below; its derivative is 0, so nothing is learnt through it
  case step
  /// eᵃ over the sum of eᵃ of the layer: the outputs of the last layer as probabilities
  case softmax
  /// the user's own
  case custom(CustomTransferFunction)

  /// The slope of the leaky rectifier below 0.
  public static let leak = 0.01

  /// The name in the language.
  public var name: String {
    switch self {
    case .sigmoid: "sigmoid"
    case .identity: "identity"
    case .tanh: "tanh"
    case .relu: "relu"
    case .leakyRelu: "leaky relu"
    case .softplus: "softplus"
    case .step: "step"
    case .softmax: "softmax"
    case .custom(let function): function.name
    }
  }

  /// The least and the greatest that its output can come near; of the user's own nothing is known.
  public var outputRange: ClosedRange<Double> {
    switch self {
    case .sigmoid, .step, .softmax: 0...1
    case .tanh: -1...1
    case .relu, .softplus: 0 ... .infinity
    case .identity, .leakyRelu, .custom: -.infinity ... .infinity
    }
  }

  /// y = g(a). Softmax depends on the whole layer; here it is that of a layer of one unit, 1.
  public func value(_ a: Double) -> Double {
    switch self {
    case .sigmoid: 1 / (1 + Elementary.exponential(-a))
    case .identity: a
    case .tanh: Elementary.hyperbolicTangent(a)
    case .relu: a > 0 ? a : (a.isNaN ? a : 0)
    case .leakyRelu: a > 0 ? a : Self.leak * a
    case .softplus: Elementary.softplus(a)
    case .step: a.isNaN ? a : (a >= 0 ? 1 : 0)
    case .softmax: a.isNaN ? a : 1
    case .custom(let function): function.value(a)
    }
  }

  /// g'(a), given y = g(a) as well, in which some derivatives are shorter. Softmax: ∂y_k/∂a_k = y_k (1 -
  /// y_k).
  public func derivative(_ a: Double, output y: Double) -> Double {
    switch self {
    case .sigmoid, .softmax: y * (1 - y)
    case .identity: 1
    case .tanh: 1 - y * y
    case .relu: a > 0 ? 1 : 0
    case .leakyRelu: a > 0 ? 1 : Self.leak
    case .softplus: 1 / (1 + Elementary.exponential(-a))
    case .step: 0
    case .custom(let function): function.derivative(a)
    }
  }

  /// The outputs of a whole layer.
  public func values(_ a: [Double]) -> [Double] {
    guard self == .softmax else { return a.map { value($0) } }
    let largest = a.max() ?? 0
    let powers = a.map { Elementary.exponential($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}

/// A transfer function of the user's own; two are equal where their names and definitions are.
public struct CustomTransferFunction: Equatable, Sendable {
  public let name: String
  /// All that its values follow from, in words that two functions of one name and different values do not
  /// share.
  public let definition: String
  /// g(a)
  public let value: @Sendable (Double) -> Double
  /// g'(a)
  public let derivative: @Sendable (Double) -> Double

  public init(
    name: String,
    definition: String = "",
    value: @escaping @Sendable (Double) -> Double,
    derivative: @escaping @Sendable (Double) -> Double
  ) {
    self.name = name
    self.definition = definition
    self.value = value
    self.derivative = derivative
  }

  public static func == (a: CustomTransferFunction, b: CustomTransferFunction) -> Bool {
    a.name == b.name && a.definition == b.definition
  }
}
