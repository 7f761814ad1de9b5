extension Network {
  /// Step 3, after a backward pass: w ← w + Δw, Δw = η δ y. Frozen weights do not change.
  ///
  /// learningRate: η.
  ///
  /// Throws: `NetworkError.rateOutOfRange`; `.changeCount` and `.changeShape` if the pass comes from another
  /// network; `.nonFiniteWeight`.
  public mutating func update(by pass: BackwardPass, learningRate: Double) throws(NetworkError) {
    guard learningRate.isFinite, learningRate >= 0 else { throw .rateOutOfRange(learningRate) }
    var changes = pass.negativeGradients
    for index in changes.indices {
      for w in changes[index].elements.indices { changes[index].elements[w] *= learningRate }
    }
    try update(by: changes)
  }

  /// w ← w + Δw, for the changes of any other rule: one matrix per projection, with the shape of its weights.
  /// Frozen weights do not change.
  ///
  /// Throws: `NetworkError.changeCount`, `.changeShape`, `.nonFiniteWeight`.
  public mutating func update(by changes: [Matrix]) throws(NetworkError) {
    try check(changes)
    var updated = self
    updated.apply(changes)
    for (index, projection) in updated.projections.enumerated() {
      if let wrong = projection.weights.elements.firstIndex(where: { !$0.isFinite }) {
        let (row, column) = wrong.quotientAndRemainder(dividingBy: projection.weights.columns)
        throw .nonFiniteWeight(projection: index, row: row, column: column)
      }
    }
    self = updated
  }

  /// Throws: unless there is one matrix per projection, with the shape of its weights.
  func check(_ changes: [Matrix]) throws(NetworkError) {
    guard changes.count == projections.count else {
      throw .changeCount(expected: projections.count, count: changes.count)
    }
    for (index, change) in changes.enumerated() {
      let weights = projections[index].weights
      guard change.rows == weights.rows, change.columns == weights.columns else {
        throw .changeShape(
          projection: index, expectedRows: weights.rows, expectedColumns: weights.columns,
          rows: change.rows, columns: change.columns)
      }
    }
  }

  /// w ← w + Δw for changes whose shapes the caller guarantees, even if a weight becomes infinite.
  package mutating func apply(_ changes: [Matrix]) {
    precondition(changes.count == projections.count)
    for index in projections.indices {
      let frozen = projections[index].frozen
      precondition(changes[index].elements.count == projections[index].weights.elements.count)
      for w in changes[index].elements.indices where frozen?[w] != true {
        projections[index].weights.elements[w] += changes[index].elements[w]
      }
    }
  }
}
