/// What a rule takes in place of δ of the output units: a formula in t, y and a of a unit, such as t - y.
///
/// Such a rule trains only the weights into the last layer, since no other layer has targets. Its s is the
/// formula times the output of the unit that the weight comes from, summed over the patterns of the update.
package struct OutputDelta: Sendable {
  package let expression: Expression
  private let program: RowProgram

  package init(_ expression: Expression) {
    self.expression = expression
    var steps = Calculation()
    let inputs = (0..<3).map { steps.input($0) }
    let unknown = steps.number(.nan)
    let value = steps.value(expression) { variable in
      switch variable {
      case .target: inputs[0]
      case .output: inputs[1]
      case .totalInput: inputs[2]
      case .logarithmOfSum, .weight, .sum, .isUnit: unknown
      }
    }
    program = RowProgram(steps, inputs: 3, outputs: [value])
  }

  /// The value for an output unit.
  func value(target t: Double, output y: Double, totalInput a: Double) -> Double {
    program.code.numbers([t, y, a])[0]
  }

  /// The same E, but with this in place of δ.
  func replacingDelta(in terms: ErrorTerms) -> ErrorTerms {
    ErrorTerms(terms, compare: compare(by: terms.compare, program))
  }

  private func compare(
    by other: @escaping @Sendable (ErrorRows) -> Lanes, _ program: RowProgram
  ) -> @Sendable (ErrorRows) -> Lanes {
    { rows in
      let error = other(rows)
      let code = program.code
      code.withScratch(8) { scratch in
        for n in stride(from: rows.first, to: rows.end, by: rows.step) {
          code.input(0, scratch).setLanes(0, rows.targets.lanes(n))
          code.input(1, scratch).setLanes(0, rows.outputs.lanes(n))
          code.input(2, scratch).setLanes(0, rows.totals.lanes(n))
          code.run(scratch, 8)
          rows.store(code.output(0, scratch).lanes(0), at: n)
        }
      }
      return error
    }
  }
}

extension Network {
  /// -∂E/∂w, or δ y for a rule that leaves out what a penalty adds or takes it apart, or, for a rule that
  /// takes something in place of δ, that times the output of the unit before; 0 for weights that the rule
  /// does not train.
  func descents(
    by rule: LearningRule, _ pass: ForwardPass, target: [Double]
  ) throws(NetworkError) -> [Matrix] {
    guard let delta = rule.outputDelta else {
      guard rule.leavesOutPenalty || rule.kind.takesPenaltyApart else {
        return try backward(pass, target: target).negativeGradients
      }
      let deltas = try deltas(pass, target: target)
      return projections.map { negativeGradient(of: $0, pass, deltas) }
    }
    guard target.count == outputUnits else { throw .targetWidth(expected: outputUnits, count: target.count) }
    try check(pass)
    var deltas = layers.map { [Double](repeating: 0, count: $0.units) }
    let last = layers.count - 1
    deltas[last] = target.indices.map {
      delta.value(target: target[$0], output: pass.outputs[last][$0], totalInput: pass.totalInputs[last][$0])
    }
    return projections.map { negativeGradient(of: $0, pass, deltas) }
  }

  /// With only those weights free that a rule trains.
  func trained(by rule: LearningRule) -> Network {
    guard rule.outputDelta != nil else { return self }
    var network = self
    for p in projections.indices where projections[p].target < layers.count - 1 {
      network.projections[p].frozen = [Bool](
        repeating: true, count: projections[p].weights.elements.count)
    }
    return network
  }
}
