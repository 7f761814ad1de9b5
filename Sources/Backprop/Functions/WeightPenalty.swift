/// The part of E that depends on the weights alone, such as λ/2 Σ_ij w_ij²: the same for every pattern.
///
/// It is a formula of sums over weights; a sum may depend on earlier ones, such as a mean.
package final class WeightPenalty: Sendable {
  /// A sum over a block of one projection's weights.
  package struct Term: Sendable {
    /// The place in `Network.projections`.
    package let projection: Int
    /// Rows and columns of its weights, both from 0.
    package let rows: Range<Int>
    package let columns: Range<Int>
    /// What the sum adds for a weight, from the weight and earlier sums.
    package let value: Expression
    /// The share of this sum in ∂E/∂w of such a weight, from the weight and all sums.
    package let slope: Expression

    package init(
      projection: Int, rows: Range<Int>, columns: Range<Int>, value: Expression, slope: Expression
    ) {
      self.projection = projection
      self.rows = rows
      self.columns = columns
      self.value = value
      self.slope = slope
    }
  }

  package let terms: [Term]
  /// From the sums.
  package let total: Expression

  /// The inputs of all programs are w and the sums. Of each term: the outputs are its value and, unless the
  /// slope depends on sums, the slope.
  let programs: [RowProgram]
  /// The slope of each term that depends on sums.
  let slopes: [RowProgram?]
  let totalProgram: RowProgram

  package init(terms: [Term], total: Expression) {
    self.terms = terms
    self.total = total
    let inputs = 1 + terms.count
    func program(_ expressions: [Expression]) -> RowProgram {
      RowProgram(expressions, inputs: inputs) { variable in
        switch variable {
        case .weight: 0
        case .sum(let place): 1 + place
        case .totalInput, .output, .target, .logarithmOfSum, .isUnit: nil
        }
      }
    }
    let needSums = terms.map { $0.slope.variables.contains { $0 != .weight } }
    programs = zip(terms, needSums).map { program($1 ? [$0.value] : [$0.value, $0.slope]) }
    slopes = zip(terms, needSums).map { $1 ? program([$0.slope]) : nil }
    totalProgram = program([total])
  }

  /// A weight at which what a sum adds is infinite or not a number; nil if none is the reason alone.
  package func placeWithoutNumber(in network: Network) -> (projection: Int, row: Int, column: Int)? {
    for (term, program) in zip(terms, programs) {
      guard term.value.variables.allSatisfy({ $0 == .weight }) else { continue }
      var inputs = [Double](repeating: 0, count: 1 + terms.count)
      let weights = network.projections[term.projection].weights
      for row in term.rows {
        for column in term.columns {
          inputs[0] = weights[row, column]
          if program.code.numbers(inputs).first?.isFinite == false { return (term.projection, row, column) }
        }
      }
    }
    return nil
  }
}

extension Network {
  /// What the weights add to E of every pattern.
  package var penalty: Double {
    guard let penalty = errorFunction.penalty else { return 0 }
    let layout = WeightLayout(self)
    let weights = Buffer(layout.numbers(projections.map { $0.weights }))
    return PenaltyRows(penalty, layout).value(weights.numbers)
  }

  /// -∂E/∂w of the penalty, one matrix per projection; nil if there is none.
  var penaltyDescents: [Matrix]? {
    guard errorFunction.penalty != nil else { return nil }
    var descents = projections.map {
      Matrix(rows: $0.weights.rows, columns: $0.weights.columns, repeating: 0)
    }
    addPenaltyDescent(to: &descents)
    return descents
  }

  /// Adds -∂E/∂w of the penalty. gradients: one matrix per projection.
  func addPenaltyDescent(to gradients: inout [Matrix]) {
    guard let penalty = errorFunction.penalty else { return }
    let layout = WeightLayout(self)
    let weights = Buffer(layout.numbers(projections.map { $0.weights }))
    let sums = Buffer(layout.numbers(gradients))
    _ = PenaltyRows(penalty, layout).value(weights.numbers, adding: 1, to: sums.numbers)
    gradients = layout.matrices((0..<sums.count).map { sums.numbers[$0] })
  }
}
