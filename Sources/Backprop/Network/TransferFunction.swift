/// The transfer function g of a layer: a unit's output is y = g(a), a its total input. Two are equal where
/// their names and definitions are.
public struct TransferFunction: Sendable {
  /// The name in the language.
  public let name: String
  /// Of a function that is not built in: all that its values follow from, in words that two functions of one
  /// name and different values do not share.
  public let definition: String?
  /// The least and the greatest that its output can come near; of the user's own nothing is known.
  public let outputRange: ClosedRange<Double>
  package let synonyms: [String]
  /// What it is in words; nil where its formula says it.
  package let meaning: String?
  package let slope: SlopeShape
  /// Whether an output depends on the total inputs of the whole layer: such a function is for the last layer.
  package let couplesLayer: Bool
  /// g(a) and g'(a), of a and y; nil for functions that are known by their values only.
  package let expressions: (value: Expression, derivative: Expression)?
  /// For the fast paths.
  let rows: TransferRows
  private let g: @Sendable (Double) -> Double
  private let gPrime: @Sendable (Double, _ y: Double) -> Double

  /// The built-in ones, in the order in which they are listed.
  package static let all: [TransferFunction] = [
    .sigmoid,
    .identity,
    .tanh,
    .relu,
    .leakyRelu,
    .softplus,
    .step,
    .softmax,
  ]

  init<G: Transfer>(_: G.Type) {
    name = G.name
    definition = nil
    outputRange = G.outputRange
    synonyms = G.synonyms
    meaning = G.meaning
    slope = G.slope
    couplesLayer = G.couplesLayer
    let a = Expression.variable(.totalInput)
    expressions = (G.value(a), G.derivative(a, output: .variable(.output)))
    rows = TransferRows(G.self)
    g = { a in G.value(a) }
    gPrime = { a, y in G.derivative(a, output: y) }
  }

  /// A function of one's own, by its values: slower in training than those that are built in.
  ///
  /// definition: what tells it from others of its name.
  public init(
    name: String,
    definition: String = "",
    value: @escaping @Sendable (Double) -> Double,
    derivative: @escaping @Sendable (Double) -> Double
  ) {
    self.name = name
    self.definition = definition
    outputRange = -.infinity ... .infinity
    synonyms = []
    meaning = nil
    slope = .vanishes(greatest: 1)
    couplesLayer = false
    expressions = nil
    rows = TransferRows(value: value, derivative: derivative)
    g = value
    gPrime = { a, _ in derivative(a) }
  }

  /// y = g(a). Softmax depends on the whole layer; here it is that of a layer of one unit, 1.
  public func value(_ a: Double) -> Double { g(a) }

  /// g'(a), given y = g(a) as well, in which some derivatives are shorter. Softmax: ∂y_k/∂a_k = y_k (1 -
  /// y_k).
  public func derivative(_ a: Double, output y: Double) -> Double { gPrime(a, y) }

  /// The outputs of a whole layer.
  public func values(_ a: [Double]) -> [Double] { couplesLayer ? Softmax.values(a) : a.map(g) }
}

extension TransferFunction: Equatable {
  public static func == (a: TransferFunction, b: TransferFunction) -> Bool {
    a.name == b.name && a.definition == b.definition
  }
}
