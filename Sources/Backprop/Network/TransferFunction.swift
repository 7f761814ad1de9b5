/// The transfer function g of a layer: a unit's output is y = g(a), where a is its total input. Two are equal
/// if their names and definitions are. It never changes, so that layers share it.
public final class TransferFunction: Sendable {
  /// The name in the language.
  public let name: String
  /// For a function that is not built in: everything that determines its values, so that two functions with
  /// the same name and different values have different definitions.
  public let definition: String?
  /// The bounds of its output; unknown for a user-defined function.
  public let outputRange: ClosedRange<Double>
  /// Other names for it.
  package let synonyms: [String]
  /// A description in words; nil if its formula suffices.
  package let meaning: String?
  /// Where g' is close to 0.
  package let slope: SlopeShape
  /// Whether this is softmax, the only function whose outputs depend on the total inputs of the whole layer;
  /// only the last layer may have it.
  package let isSoftmax: Bool
  /// g(a) and g'(a), as expressions in a and y; nil for functions that are known only by their values.
  package let expressions: (value: Expression, derivative: Expression)?
  /// For the fast paths.
  let rows: TransferRows
  /// The built-in function that is the same function of a: its own name if it is built in.
  let builtInTwin: String?
  private let g: @Sendable (Double) -> Double
  private let gPrime: @Sendable (Double, _ y: Double) -> Double

  /// The built-in functions in the order in which they are listed.
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

  init<G: Transfer>(_: G.Type, isSoftmax: Bool = false) {
    name = G.name
    definition = nil
    outputRange = G.outputRange
    synonyms = G.synonyms
    meaning = G.meaning
    slope = G.slope
    self.isSoftmax = isSoftmax
    let a = Expression.variable(.totalInput)
    expressions = (G.value(a), G.derivative(a, output: .variable(.output)))
    rows = TransferRows(G.self)
    builtInTwin = G.name
    g = { a in G.value(a) }
    gPrime = { a, y in G.derivative(a, output: y) }
  }

  /// A user-defined function, given by its values; training is slower than with the built-in ones.
  ///
  /// definition: what distinguishes it from others of its name, such as its formula. Two functions with
  /// the same name and definition count as the same. value: g(a). derivative: g'(a).
  public convenience init(
    name: String,
    definition: String,
    value: @escaping @Sendable (Double) -> Double,
    derivative: @escaping @Sendable (Double) -> Double
  ) {
    self.init(
      name: name, definition: definition, rows: TransferRows(value: value, derivative: derivative),
      builtInTwin: nil, value: value, derivative: derivative)
  }

  /// A user-defined function, given by its values and by a calculation of them, with which training is fast.
  ///
  /// calculation: gives g(a), given a.
  package convenience init(
    name: String,
    definition: String,
    value: @escaping @Sendable (Double) -> Double,
    derivative: @escaping @Sendable (Double) -> Double,
    calculation: (inout Calculation, _ a: Calculation.Value) -> Calculation.Value
  ) {
    var steps = Calculation()
    let a = steps.input(0)
    let y = calculation(&steps, a)
    let slope = steps.derivative(of: y, by: a)
    let twin = Self.all.first { builtIn in
      guard !builtIn.isSoftmax, let own = builtIn.expressions else { return false }
      let twinOutput = steps.value(own.value, { _ in a })
      return twinOutput == y && steps.value(own.derivative, { $0 == .output ? y : a }) == slope
        || steps.isEqualEverywhere(twinOutput, y)
    }
    if let twin {
      self.init(
        name: name, definition: definition, rows: twin.rows, builtInTwin: twin.name, value: twin.g,
        derivative: { a in twin.gPrime(a, twin.g(a)) })
    } else {
      self.init(
        name: name, definition: definition,
        rows: TransferRows(RowProgram(steps, inputs: 1, outputs: [y, slope])), builtInTwin: nil,
        value: value, derivative: derivative)
    }
  }

  private init(
    name: String, definition: String, rows: TransferRows, builtInTwin: String?,
    value: @escaping @Sendable (Double) -> Double,
    derivative: @escaping @Sendable (Double) -> Double
  ) {
    self.name = name
    self.definition = definition
    outputRange = -.infinity ... .infinity
    synonyms = []
    meaning = nil
    slope = .unknown
    isSoftmax = false
    expressions = nil
    self.rows = rows
    self.builtInTwin = builtInTwin
    g = value
    gPrime = { a, _ in derivative(a) }
  }

  /// y = g(a). Softmax depends on the whole layer; here the result is that of a layer of one unit, 1.
  public func value(_ a: Double) -> Double { g(a) }

  /// g'(a). y = g(a) is given too, because it makes some derivatives shorter. For softmax, this is
  /// ∂y_k/∂a_k = y_k (1 - y_k).
  public func derivative(_ a: Double, output y: Double) -> Double { gPrime(a, y) }

  /// The outputs of a whole layer.
  public func values(_ a: [Double]) -> [Double] { isSoftmax ? Softmax.values(a) : a.map(g) }
}

extension TransferFunction: Equatable {
  public static func == (a: TransferFunction, b: TransferFunction) -> Bool {
    a.name == b.name && a.definition == b.definition
  }
}
