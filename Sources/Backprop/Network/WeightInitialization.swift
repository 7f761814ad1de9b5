/// How the weights of a network begin.
public enum WeightInitialization: Equatable, Sendable {
  /// Each of [low, high).
  case uniform(Double, Double)
  /// Of a mean and a standard deviation.
  case normal(Double, Double)
  /// Uniform within ±√(6 / (from + to)), bias weights 0 (Glorot and Bengio, 2010).
  case xavier
  /// Normal, of deviation √(2 / from), bias weights 0 (He and others, 2015).
  case he
  case zero
}

extension Network {
  /// Gives every weight a new value: projections in order, each row by row, from a `RandomGenerator` of this
  /// seed. Frozen weights are given theirs too.
  public mutating func initializeWeights(_ scheme: WeightInitialization, seed: UInt64) {
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
