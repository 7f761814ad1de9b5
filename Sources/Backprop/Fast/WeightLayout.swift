/// Where the parts of a network are in the buffers of the fast paths.
struct WeightLayout: Sendable {
  struct Layer: Sendable {
    let units: Int
    let isSoftmax: Bool
    /// The number of units and bias units in the layers below: the place of this layer's bias unit in a list
    /// of all units.
    let firstRow: Int
  }

  struct Projection: Sendable {
    let source: Int
    let target: Int
    /// 1 if row 0 is the bias unit's, else 0.
    let biasRows: Int
    let rows: Int
    let columns: Int
    /// The distance between rows, in numbers: the number of columns, padded with zeros to whole lanes.
    let stride: Int
    /// Where its weights begin in the list of all weights.
    let start: Int
  }

  let layers: [Layer]
  /// The transfer function of each layer; the input layer's is not used.
  let transfers: [TransferRows]
  let projections: [Projection]
  /// The places of the projections into and out of each layer.
  let incoming: [[Int]]
  let outgoing: [[Int]]
  let bias: Double
  let errorTerms: ErrorTerms
  /// Whether all units are sigmoids and the error function is that of squares.
  let isClassic: Bool
  /// The number of weights, including padding.
  let weightCount: Int
  /// The number of units, including a bias unit for each layer.
  let rowCount: Int

  /// outputDelta: what a rule takes in place of δ of the output units.
  init(_ network: Network, outputDelta: OutputDelta? = nil) {
    var layers: [Layer] = []
    var row = 0
    for layer in network.layers {
      layers.append(
        Layer(units: layer.units, isSoftmax: layer.transfer.isSoftmax, firstRow: row))
      row += layer.units + 1
    }
    var projections: [Projection] = []
    var start = 0
    for projection in network.projections {
      let weights = projection.weights
      projections.append(
        Projection(
          source: projection.source, target: projection.target, biasRows: projection.hasBias ? 1 : 0,
          rows: weights.rows, columns: weights.columns, stride: weights.columns.paddedToLanes, start: start))
      start += weights.rows * weights.columns.paddedToLanes
    }
    self.layers = layers
    transfers = network.layers.indices.map { layer in
      let rows = network.layers[layer].transfer.rows
      return outputDelta != nil && layer == layers.count - 1 ? rows.keepingTotals : rows
    }
    self.projections = projections
    incoming = layers.indices.map { layer in projections.indices.filter { projections[$0].target == layer } }
    outgoing = layers.indices.map { layer in projections.indices.filter { projections[$0].source == layer } }
    bias = network.bias ?? 0
    errorTerms = outputDelta.map { $0.replacingDelta(in: network.errorTerms) } ?? network.errorTerms
    isClassic =
      errorTerms.isSquares
      && network.layers.dropFirst().allSatisfy {
        $0.transfer.builtInTwin == TransferFunction.sigmoid.name
      }
    weightCount = start
    rowCount = row
  }
}

extension WeightLayout {
  /// Converts one number per weight, in the layout's places, to one matrix per projection.
  func matrices(_ numbers: [Double]) -> [Matrix] {
    projections.map { place in
      let rows = (0..<place.rows).flatMap { row in
        numbers[place.start + row * place.stride..<place.start + row * place.stride + place.columns]
      }
      return Matrix(rows: place.rows, columns: place.columns, elements: rows)
    }
  }

  /// Converts one matrix per projection to numbers in the layout's places, with zeros in the padding.
  func numbers(_ matrices: [Matrix]) -> [Double] {
    var numbers = [Double](repeating: 0, count: weightCount)
    for (place, matrix) in zip(projections, matrices) {
      for row in 0..<place.rows {
        let start = place.start + row * place.stride
        numbers.replaceSubrange(start..<start + place.columns, with: matrix.row(row))
      }
    }
    return numbers
  }
}
