/// The values of the units for one pattern: one array per layer, without bias units.
public struct ForwardPass: Equatable, Sendable {
  /// a of each layer; the input layer's is the input.
  public let totalInputs: [[Double]]
  /// y of each layer; the input layer's is the input.
  public let outputs: [[Double]]

  /// y of the last layer.
  public var output: [Double] { outputs.last ?? [] }
}

extension Network {
  /// Step 1a, input to hidden, a_j = Σ_i w_ij y_i, y_j = g(a_j) (equations 1 and 2), and step 1b, hidden to
  /// output, a_k = Σ_j w_jk y_j, y_k = g(a_k) (equations 3 and 4): layer by layer, for any number of layers.
  ///
  /// input: one number per input unit; numbers that are not finite propagate by the rules of arithmetic.
  ///
  /// Throws: `NetworkError.inputWidth`.
  public func forward(_ input: [Double]) throws(NetworkError) -> ForwardPass {
    guard input.count == inputUnits else { throw .inputWidth(expected: inputUnits, count: input.count) }
    var a = [input]
    var y = [input]
    for layer in 1..<layers.count {
      var total = [Double](repeating: 0, count: layers[layer].units)
      for projection in projections where projection.target == layer {
        addTotalInput(through: projection, from: y[projection.source], to: &total)
      }
      a.append(total)
      y.append(layers[layer].transfer.values(total))
    }
    return ForwardPass(totalInputs: a, outputs: y)
  }

  /// total_k += Σ_j w_jk y_j. y: 1 × from; w: from × to; total: 1 × to. Row 0 is the bias unit's if there is
  /// one.
  private func addTotalInput(through projection: Projection, from y: [Double], to total: inout [Double]) {
    let w = projection.weights
    let rows = projection.hasBias ? [bias ?? 0] + y : y
    for j in rows.indices {
      for k in total.indices {
        total[k] += w[j, k] * rows[j]
      }
    }
  }

  /// Step 1c: compares with the target (equation 5). Cross-entropy is computed from a_k, so that an output of
  /// 0 or 1 loses no digits. target: one number per output unit.
  ///
  /// Throws: `NetworkError.targetWidth`, `.foreignPass`.
  public func error(_ pass: ForwardPass, target: [Double]) throws(NetworkError) -> Double {
    guard target.count == outputUnits else { throw .targetWidth(expected: outputUnits, count: target.count) }
    try check(pass)
    let a = pass.totalInputs[layers.count - 1]
    let y = pass.outputs[layers.count - 1]
    let terms = errorTerms
    let logarithmOfSum = terms.isMatched && outputTransfer.isSoftmax ? Softmax.logarithmOfSum(a) : 0
    return terms.error(target, y, a, logarithmOfSum) + penalty
  }

  /// Throws: if the pass comes from a network with other layers.
  func check(_ pass: ForwardPass) throws(NetworkError) {
    guard pass.outputs.count == layers.count,
      layers.indices.allSatisfy({ pass.outputs[$0].count == layers[$0].units })
    else { throw .foreignPass(expected: layers.map { $0.units }, units: pass.outputs.map { $0.count }) }
  }
}
