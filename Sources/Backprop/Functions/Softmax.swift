/// The only function whose outputs depend on the whole layer: y_k = e^a_k / Σ_l e^a_l. The engines treat it
/// separately, with ∂y_l/∂a_k = y_l ([l = k] - y_k).
enum Softmax: Transfer {
  static let name = "softmax"
  static let outputRange = 0.0...1
  static let slope = SlopeShape.vanishes(greatest: 0.25)
  static let couplesLayer = true
  static let meaning: String? =
    "exp(a_k) over the sum of all, so that the outputs are probabilities"

  /// The value for a layer of one unit; NaN stays NaN.
  @inline(__always) static func value<N: Arithmetic>(_ a: N) -> N {
    .choose(.number(1), if: .notLess(a, than: a), else: a)
  }

  /// ∂y_k/∂a_k
  @inline(__always) static func derivative<N: Arithmetic>(_ a: N, output y: N) -> N { y.times(oneMinus: y) }

  static func values(_ a: [Double]) -> [Double] {
    let largest = a.max() ?? 0
    let powers = a.map { Elementary.exponential($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  /// log Σ_l e^a_l
  static func logarithmOfSum(_ a: [Double]) -> Double {
    let largest = a.max() ?? 0
    return largest + Elementary.logarithm(a.reduce(0) { $0 + Elementary.exponential($1 - largest) })
  }
}

extension TransferFunction {
  /// eᵃ divided by the sum of eᵃ over the layer: the outputs of the last layer as probabilities
  public static let softmax = TransferFunction(Softmax.self)
}
