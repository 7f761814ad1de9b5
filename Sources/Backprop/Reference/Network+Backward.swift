/// The δ of the units and the gradients of the weights for one pattern.
public struct BackwardPass: Equatable, Sendable {
  /// δ = -∂E/∂a of each unit, one array per layer; the input layer's is empty.
  public let deltas: [[Double]]
  /// -∂E/∂w_jk, one matrix per projection, with the shape of its weights: δ_k y_j, and what a penalty in E
  /// adds.
  public let negativeGradients: [Matrix]
}

extension Network {
  /// Step 2a: δ_k of the output layer; step 2b: δ_j of the hidden layers, the last one first; steps 2a and
  /// 2c: -∂E/∂w = δ y of every weight. Nothing is updated, so all δ come from the same weights. target: one
  /// number per output unit.
  ///
  /// Throws: `NetworkError.targetWidth`, `.foreignPass`.
  public func backward(_ pass: ForwardPass, target: [Double]) throws(NetworkError) -> BackwardPass {
    let deltas = try deltas(pass, target: target)
    var gradients = projections.map { negativeGradient(of: $0, pass, deltas) }
    addPenaltyDescent(to: &gradients)
    return BackwardPass(deltas: deltas, negativeGradients: gradients)
  }

  /// Only δ, without the gradients.
  ///
  /// Throws: `NetworkError.targetWidth`, `.foreignPass`.
  package func deltasAlone(_ pass: ForwardPass, target: [Double]) throws(NetworkError) -> BackwardPass {
    BackwardPass(deltas: try deltas(pass, target: target), negativeGradients: [])
  }

  /// Only steps 2a and 2b: δ of every layer except the input layer, whose array is empty.
  func deltas(_ pass: ForwardPass, target: [Double]) throws(NetworkError) -> [[Double]] {
    guard target.count == outputUnits else { throw .targetWidth(expected: outputUnits, count: target.count) }
    try check(pass)
    var deltas = [[Double]](repeating: [], count: layers.count)
    deltas[layers.count - 1] = outputDeltas(pass, target: target)
    for layer in stride(from: layers.count - 2, to: 0, by: -1) {
      deltas[layer] = hiddenDeltas(ofLayer: layer, pass, deltas)
    }
    return deltas
  }

  /// Step 2a: δ_k = g'(a_k) (t_k - y_k), where t_k - y_k stands for -∂E/∂y_k of any error function.
  ///
  /// With a transfer function that matches E, g' cancels: δ_k = t_k - y_k, or t_k - y_k Σ_l t_l for softmax.
  private func outputDeltas(_ pass: ForwardPass, target t: [Double]) -> [Double] {
    let a = pass.totalInputs[layers.count - 1]
    let y = pass.outputs[layers.count - 1]
    let g = outputTransfer
    let terms = errorTerms
    if terms.isMatched {
      let total = g.isSoftmax ? t.reduce(0, +) : 1
      return y.indices.map { k in t[k] - total * y[k] }
    }
    let descent = terms.descents(t, y)
    if g.isSoftmax { return Softmax.deltas(descent: descent, outputs: y) }
    return y.indices.map { k in g.derivative(a[k], output: y[k]) * descent[k] }
  }

  /// Step 2b: δ_j = g'(a_j) Σ_k δ_k w_jk, over the units k of every layer that this one projects to. The bias
  /// unit has no total input and therefore no δ.
  private func hiddenDeltas(ofLayer layer: Int, _ pass: ForwardPass, _ deltas: [[Double]]) -> [Double] {
    var sums = [Double](repeating: 0, count: layers[layer].units)
    for projection in projections where projection.source == layer {
      let w = projection.weights
      let firstRow = projection.hasBias ? 1 : 0
      let delta = deltas[projection.target]
      for j in sums.indices {
        for k in delta.indices {
          sums[j] += delta[k] * w[firstRow + j, k]
        }
      }
    }
    let a = pass.totalInputs[layer]
    let y = pass.outputs[layer]
    return sums.indices.map { j in layers[layer].transfer.derivative(a[j], output: y[j]) * sums[j] }
  }

  /// Steps 2a and 2c: -∂E/∂w_jk = δ_k y_j. y: from × 1; δ: 1 × to; the result: from × to.
  func negativeGradient(
    of projection: Projection, _ pass: ForwardPass, _ deltas: [[Double]]
  ) -> Matrix {
    var result = Matrix(rows: projection.weights.rows, columns: projection.weights.columns, repeating: 0)
    let y = pass.outputs[projection.source]
    let rows = projection.hasBias ? [bias ?? 0] + y : y
    let delta = deltas[projection.target]
    for j in rows.indices {
      for k in delta.indices {
        result[j, k] = delta[k] * rows[j]
      }
    }
    return result
  }
}
