/// How the weights of a network are initialized.
public enum WeightInitialization: Equatable, Sendable {
  /// Uniform in [low, high), two finite numbers with low ≤ high.
  case uniform(Double, Double)
  /// Normal, with a mean and a standard deviation, which is 0 or more.
  case normal(Double, Double)
  /// Uniform within ±√(6 / (from + to)), the numbers of units of the two layers; bias weights are 0.
  ///
  /// Source: X. Glorot and Y. Bengio, Understanding the difficulty of training deep feedforward neural
  /// networks (2010).
  case xavier
  /// Normal, with mean 0 and standard deviation √(2 / from); bias weights are 0.
  ///
  /// Source: K. He and others, Delving Deep into Rectifiers (2015).
  case he
  /// All 0. Hidden units then stay identical forever: use it to set weights one by one, or to show just that.
  case zero

  /// No normal number is farther out: `RandomGenerator.normal` draws at most √(-2 log s), where s, a sum of
  /// squares of multiples of 2⁻⁵², is at least 2⁻¹⁰⁴.
  private static let mostDeviations = 13.0

  /// Throws: `NetworkError.weightsCannotBeDrawn`.
  func check() throws(NetworkError) {
    let isRight =
      switch self {
      case .uniform(let low, let high): low <= high && low.isFinite && high.isFinite && (high - low).isFinite
      case .normal(let mean, let deviation):
        deviation >= 0 && (mean.magnitude + Self.mostDeviations * deviation).isFinite
      case .xavier, .he, .zero: true
      }
    guard isRight else { throw .weightsCannotBeDrawn(self) }
  }
}

extension Network {
  /// Gives every weight a new value: projections in order, each row by row, from a `RandomGenerator` with
  /// this seed. Frozen weights get new values too.
  ///
  /// Throws: `NetworkError.weightsCannotBeDrawn`.
  public mutating func setWeights(_ scheme: WeightInitialization, seed: UInt64 = 1) throws(NetworkError) {
    try scheme.check()
    initializeWeights(scheme, seed: seed)
  }

  /// The same for a scheme that the caller guarantees to be valid.
  package mutating func initializeWeights(_ scheme: WeightInitialization, seed: UInt64) {
    var generator = RandomGenerator(seed: seed)
    for index in projections.indices {
      let rows = projections[index].weights.rows
      let columns = projections[index].weights.columns
      let biasRows = projections[index].hasBias ? 1 : 0
      let from = Double(rows - biasRows)
      for row in 0..<rows {
        for column in 0..<columns {
          let weight: Double
          switch scheme {
          case .uniform(let low, let high): weight = generator.uniform(low, high)
          case .normal(let mean, let deviation): weight = mean + deviation * generator.normal()
          case .xavier where row >= biasRows:
            let limit = (6 / (from + Double(columns))).squareRoot()
            weight = generator.uniform(-limit, limit)
          case .he where row >= biasRows: weight = (2 / from).squareRoot() * generator.normal()
          case .xavier, .he, .zero: weight = 0
          }
          projections[index].weights[row, column] = weight
        }
      }
    }
  }
}
