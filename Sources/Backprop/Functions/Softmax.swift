/// The only function whose outputs depend on the whole layer: y_k = e^a_k / Σ_l e^a_l. A function of one
/// number cannot express that, so wherever a layer is computed, `TransferFunction.isSoftmax` leads to
/// `values`, `logarithmOfSum` and `deltas` instead. `PatternEngine+Softmax` and `BatchEngine+Softmax` compute
/// the same, eight units or eight patterns at once.
enum Softmax: Transfer {
  static let name = "softmax"
  static let outputRange = 0.0...1
  static let slope = SlopeShape.vanishes(greatest: 0.25)
  static let meaning: String? =
    "exp(a_k) over the sum of all, so that the outputs are probabilities"

  /// The value for a layer of one unit: 1. NaN, the only number for which a ≥ a does not hold, stays NaN.
  @inline(__always) static func value<N: Arithmetic>(_ a: N) -> N {
    .choose(.number(1), if: a, isNotLessThan: a, else: a)
  }

  /// ∂y_k/∂a_k
  @inline(__always) static func derivative<N: Arithmetic>(_ a: N, output y: N) -> N { y.times(oneMinus: y) }

  /// y of a layer.
  static func values(_ a: [Double]) -> [Double] {
    let largest = a.max() ?? 0
    let powers = a.map { Elementary.normalExponential($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  /// log Σ_l e^a_l
  static func logarithmOfSum(_ a: [Double]) -> Double {
    let largest = a.max() ?? 0
    return largest + Elementary.logarithm(a.reduce(0) { $0 + Elementary.exponential($1 - largest) })
  }

  /// δ of a layer from its d = -∂E/∂y: since ∂y_l/∂a_k = y_l ([l = k] - y_k), δ_k = y_k (d_k - Σ_l d_l y_l).
  static func deltas(descent d: [Double], outputs y: [Double]) -> [Double] {
    let mean = y.indices.reduce(0) { $0 + d[$1] * y[$1] }
    return y.indices.map { k in y[k] * (d[k] - mean) }
  }
}

extension TransferFunction {
  /// eᵃ divided by the sum of eᵃ over the layer: the outputs as probabilities; for the last layer only
  public static let softmax = TransferFunction(Softmax.self, isSoftmax: true)
}
