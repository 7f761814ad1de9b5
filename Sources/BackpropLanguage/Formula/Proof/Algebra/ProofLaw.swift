import Backprop
import IndexedAlgebra

/// What an equation may need besides the equations of the network.
enum ProofLaw: Hashable, Sendable {
  /// A name has its value in the session.
  case name(String)
  /// A letter is pinned to a unit.
  case pin(String, unit: Int)
  /// The output of the bias units.
  case biasOutput
  /// Σ_k t_k = 1
  case targetsSumToOne
  /// g' of a layer by y.
  case slope(layer: Int)
  /// g of a layer by its formula.
  case body(layer: Int)
  /// The outputs of softmax sum to 1, and are exponentials over their sum.
  case softmax
  /// cosh, sinh and tanh by exponentials; log and exp of it.
  case exponentials
  /// The numbers of units, where they are counted: Σ_k 1.
  case counts
  /// The numbers of units, for sums written out.
  case sizes
}

extension TransferFunction {
  /// g as two straight lines, with its own slope at 0; nil if it is something else.
  func pieces(ofLayer layer: Int) -> PiecewiseLinear? {
    let line = PiecewiseLinear.Piece(factor: .one, slope: .one)
    let none = PiecewiseLinear.Piece(slope: .zero)
    switch self {
    case .relu: return PiecewiseLinear(layer: layer, below: none, zero: none, above: line)
    case .leakyRelu:
      guard let leak = try? Rational(1, over: 100) else { return nil }
      let low = PiecewiseLinear.Piece(factor: leak, slope: leak)
      return PiecewiseLinear(layer: layer, below: low, zero: low, above: line)
    case .step:
      let one = PiecewiseLinear.Piece(constant: .one, slope: .zero)
      return PiecewiseLinear(layer: layer, below: none, zero: one, above: one)
    default: return nil
    }
  }
}
