extension Network {
  /// Replaces all weights of a projection (given by its place in `projections`) with finite ones of the same
  /// shape.
  ///
  /// Throws: `NetworkError.noSuchProjection`, `.weightShape`, `.nonFiniteWeight`.
  public mutating func setWeights(_ weights: Matrix, ofProjection index: Int) throws(NetworkError) {
    guard projections.indices.contains(index) else { throw .noSuchProjection(index) }
    let old = projections[index].weights
    guard weights.rows == old.rows && weights.columns == old.columns else {
      throw .weightShape(
        projection: index, expectedRows: old.rows, expectedColumns: old.columns,
        rows: weights.rows, columns: weights.columns)
    }
    if let wrong = weights.elements.firstIndex(where: { !$0.isFinite }) {
      throw .nonFiniteWeight(projection: index, row: wrong / old.columns, column: wrong % old.columns)
    }
    projections[index].weights = weights
  }

  /// Replaces one weight. Rows and columns count from 0; row 0 is the bias unit's if there is one.
  ///
  /// Throws: `NetworkError.noSuchProjection`, `.noSuchWeight`, `.nonFiniteWeight`.
  public mutating func setWeight(
    _ value: Double, projection index: Int, row: Int, column: Int
  ) throws(NetworkError) {
    try checkWeight(projection: index, row: row, column: column)
    guard value.isFinite else { throw .nonFiniteWeight(projection: index, row: row, column: column) }
    projections[index].weights[row, column] = value
  }

  /// Freezes a weight, so that updates do not change it, or thaws it. Rows and columns: as for `setWeight`.
  ///
  /// Throws: `NetworkError.noSuchProjection`, `.noSuchWeight`.
  public mutating func setFrozen(
    _ isFrozen: Bool, projection index: Int, row: Int, column: Int
  ) throws(NetworkError) {
    try checkWeight(projection: index, row: row, column: column)
    let weights = projections[index].weights
    var frozen = projections[index].frozen ?? [Bool](repeating: false, count: weights.elements.count)
    frozen[row * weights.columns + column] = isFrozen
    projections[index].frozen = frozen.contains(true) ? frozen : nil
  }

  /// Sets which weights of a projection are frozen, in the order of its `weights.elements`; nil thaws all.
  ///
  /// Throws: `NetworkError.noSuchProjection`, `.frozenCount`.
  public mutating func setFrozen(_ frozen: [Bool]?, ofProjection index: Int) throws(NetworkError) {
    guard projections.indices.contains(index) else { throw .noSuchProjection(index) }
    let expected = projections[index].weights.elements.count
    if let frozen, frozen.count != expected {
      throw .frozenCount(projection: index, expected: expected, count: frozen.count)
    }
    projections[index].frozen = frozen.flatMap { $0.contains(true) ? $0 : nil }
  }

  private func checkWeight(projection index: Int, row: Int, column: Int) throws(NetworkError) {
    guard projections.indices.contains(index) else { throw .noSuchProjection(index) }
    let weights = projections[index].weights
    guard row >= 0 && row < weights.rows && column >= 0 && column < weights.columns else {
      throw .noSuchWeight(projection: index, row: row, column: column)
    }
  }
}
