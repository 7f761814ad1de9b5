/// The usual slips in an equation of back propagation, or in a number that comes from one.
public enum Slip: String, Equatable, Sendable, CaseIterable {
  case sign
  /// y - t for t - y.
  case exchangedTarget
  case missingSlope, extraSlope
  /// g'(y) for g'(a).
  case slopeOfOther
  /// g for g', and g' for g.
  case transferForSlope, slopeForTransfer
  /// The derivative of another transfer function written out: y (1 - y) for tanh.
  case otherSlope
  case missingSum, extraSum
  /// `Σ_j` for `Σ_k`.
  case wrongSumLetter
  /// `Σ_j exp(a_j)` for a sum over the output units.
  case wrongSumLayer
  /// `(Σ_k δ_k) w_jk`, and `Σ_k t_k - y_k` without its bracket.
  case shortSum
  /// A letter, or the number of a unit, of the right layer.
  case wrongLetter
  /// A unit of another layer.
  case wrongLayer
  case exchangedLetters
  case wrongWeight
  /// `w_i2j1` for `w_i1j2`.
  case reversedWeight
  case updatedWeights
  /// Twice too much, or half of what it should be.
  case twice, half
  /// Another number as a factor.
  case wrongNumber
  /// A square too many, or one missing.
  case extraSquare, missingSquare
  case missingRate, extraRate
  case missingBias
  /// `Σ_i w_ij y_i + w_i0j`, of which the Σ has the bias already.
  case biasTwice
  /// `+ w_i0j` where the output of bias units is -1.
  case biasSign
  /// A dependence on one path alone: a ∂ read as if the other paths were constant.
  case missingPath
  /// One unit of a layer alone, where all of them depend on it: `t_k / y_k ∂y_k/∂a_k` for softmax.
  case missingUnits
  /// Right for one and the same unit alone: `y_k (1 - y_k)` for ∂y_k/∂a_r of softmax.
  case onlySameUnit
  /// ∂ by another variable: by y for by a.
  case wrongVariable
  /// `∂a/∂y` for `∂y/∂a`.
  case invertedDerivative
  /// y for δ and the like.
  case wrongQuantity
  case missingFactor, extraFactor
  case missingTerm, extraTerm
  /// `a + b` for `a b`.
  case sumForProduct
  /// The function itself for its derivative: `1/2 (t_k - y_k)^2` for ∂E/∂y_k.
  case undifferentiated
  // Slips in numbers alone:
  /// Right, but with too few digits for `=`.
  case fewDigits
  /// Rounded before the end.
  case roundedEarly
  case otherPattern
  case otherUnit
  /// A value from before or after the update.
  case beforeUpdate, afterUpdate

  /// The slip seen from the other side: what is too much in one formula is missing in the other.
  var inverse: Slip {
    switch self {
    case .missingSlope: .extraSlope
    case .extraSlope: .missingSlope
    case .transferForSlope: .slopeForTransfer
    case .slopeForTransfer: .transferForSlope
    case .missingSum: .extraSum
    case .extraSum: .missingSum
    case .twice: .half
    case .half: .twice
    case .extraSquare: .missingSquare
    case .missingSquare: .extraSquare
    case .missingRate: .extraRate
    case .extraRate: .missingRate
    case .missingFactor: .extraFactor
    case .extraFactor: .missingFactor
    case .missingTerm: .extraTerm
    case .extraTerm: .missingTerm
    case .sign, .exchangedTarget, .slopeOfOther, .otherSlope, .wrongLetter, .wrongLayer, .exchangedLetters,
      .wrongWeight, .reversedWeight, .updatedWeights, .missingBias, .biasTwice, .biasSign, .missingPath,
      .missingUnits, .onlySameUnit, .wrongSumLetter, .wrongSumLayer, .shortSum, .wrongVariable,
      .invertedDerivative, .wrongNumber,
      .wrongQuantity,
      .sumForProduct, .undifferentiated, .fewDigits, .roundedEarly, .otherPattern, .otherUnit,
      .beforeUpdate, .afterUpdate:
      self
    }
  }

  /// 1/2 for 2 and 2 for 1/2: whoever writes both has not slipped twice.
  var inverseFactor: Slip? { self == .twice || self == .half ? inverse : nil }

  /// Whether a number is more likely to come from it than from rounding on the way.
  var isFrequentInNumbers: Bool {
    switch self {
    case .sign, .exchangedTarget, .missingSlope, .extraSlope, .twice, .half, .missingRate, .extraRate,
      .missingFactor, .missingTerm, .missingBias, .biasSign, .updatedWeights, .otherPattern, .otherUnit,
      .beforeUpdate, .afterUpdate:
      true
    default: false
    }
  }

  /// Whether it may occur together with a sign or a factor of the whole.
  var occursWithFactors: Bool { occursInPairs || self == .missingSquare || self == .extraSquare }

  /// Whether it is common enough to occur together with another one.
  var occursInPairs: Bool {
    switch self {
    case .sign, .exchangedTarget, .missingSlope, .slopeOfOther, .transferForSlope, .missingSum, .extraSum,
      .wrongSumLetter, .shortSum, .wrongLetter, .wrongLayer, .twice, .half, .wrongNumber, .missingRate,
      .extraRate, .wrongQuantity, .otherSlope, .missingBias:
      true
    default: false
    }
  }
}
