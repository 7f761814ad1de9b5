import Backprop

/// A particular variable by which a derivative can be taken.
enum DualVariable: Hashable {
  case weight(projection: Int, row: Int, column: Int)
  /// Unit 0 is the bias unit.
  case totalInput(layer: Int, unit: Int)
  case output(layer: Int, unit: Int)
}

/// A forward pass that also carries derivatives by some variables. If a unit's value is a variable, it is an
/// independent input to everything after it; what comes before it does not change.
struct DualPass {
  let totalInputs: [[Dual]]
  /// Element 0 of each layer is the bias unit's output, or 0 if there is none.
  let outputs: [[Dual]]
  private let network: Network
  private let variables: [DualVariable]
  /// Whether E depends on an output y_k as an independent variable.
  private let variesOutputs: Bool
  /// The products of dual numbers between two polls: some milliseconds.
  private static let workBetweenPolls = 50_000

  /// base: the forward pass of the same network. The variable at place n changes at level n + 1.
  /// transfer: g(a) of a transfer function. isInterrupted: polled now and then; once it is true, the pass is
  /// incomplete, and of no use.
  init(
    _ network: Network, base: ForwardPass, variables: [DualVariable],
    transfer: (TransferFunction, Dual) -> Dual = Dual.transfer, isInterrupted: () -> Bool = { false }
  ) {
    self.network = network
    self.variables = variables
    variesOutputs = variables.contains {
      if case .output(network.layers.count - 1, _) = $0 { true } else { false }
    }
    var a: [[Dual]] = []
    var y: [[Dual]] = []
    for layer in network.layers.indices {
      var total = base.totalInputs[layer].map { Dual.real($0) }
      for (number, projection) in network.projections.enumerated() where projection.target == layer {
        Self.addChanges(
          through: projection, number, from: y[projection.source], variables, to: &total, isInterrupted)
      }
      for (level, variable) in variables.enumerated() {
        if case .totalInput(layer, let unit) = variable, total.indices.contains(unit - 1) {
          total[unit - 1] = Self.varied(total[unit - 1], level: level + 1)
        }
      }
      var output = Self.outputs(
        of: network.layers[layer], isInput: layer == 0, total, base.outputs[layer], transfer)
      output.insert(.real(network.bias ?? 0), at: 0)
      for (level, variable) in variables.enumerated() {
        if case .output(layer, let unit) = variable, output.indices.contains(unit) {
          output[unit] = Self.varied(output[unit], level: level + 1)
        }
      }
      a.append(total)
      y.append(output)
    }
    totalInputs = a
    outputs = y
  }

  private static func outputs(
    of layer: Layer, isInput: Bool, _ total: [Dual], _ base: [Double],
    _ transfer: (TransferFunction, Dual) -> Dual
  ) -> [Dual] {
    if isInput { return total }
    if layer.transfer.isSoftmax, !total.allSatisfy({ $0.isReal }) { return Dual.softmax(total) }
    return total.indices.map { unit in
      total[unit].isReal ? .real(base[unit]) : transfer(layer.transfer, total[unit])
    }
  }

  static func varied(_ number: Dual, level: Int) -> Dual {
    number + .dual(.real(0), slope: .real(1), level: level)
  }

  /// Adds the varying part of w_jk y_j to each a_k: only varying units and weights are visited.
  private static func addChanges(
    through projection: Projection, _ number: Int, from y: [Dual], _ variables: [DualVariable],
    to total: inout [Dual], _ isInterrupted: () -> Bool
  ) {
    let w = projection.weights
    let firstUnit = projection.hasBias ? 0 : 1
    var work = 0
    for row in 0..<w.rows {
      let source = y[row + firstUnit]
      if !source.isReal {
        for column in total.indices {
          total[column] = total[column] + (source * .real(w[row, column])).change
        }
        work += total.count
        if work >= workBetweenPolls {
          if isInterrupted() { return }
          work = 0
        }
      }
    }
    var seen: [DualVariable] = []
    for variable in variables {
      guard case .weight(number, let row, let column) = variable, !seen.contains(variable),
        row < w.rows, total.indices.contains(column)
      else { continue }
      seen.append(variable)
      var weight = Dual.real(0)
      for (level, other) in variables.enumerated() where other == variable {
        weight = weight + .dual(.real(0), slope: .real(1), level: level + 1)
      }
      total[column] = total[column] + weight * y[row + firstUnit]
    }
  }

  /// E, with what the weights add to it.
  func error(target: [Double]) -> Dual { errorOfOutputs(target: target) + penalty }

  /// What the weights add to E of every pattern.
  var penalty: Dual {
    guard let penalty = network.errorFunction.penalty else { return .real(0) }
    var sums: [Dual] = []
    for term in penalty.terms {
      let w = network.projections[term.projection].weights
      var sum = Dual.real(0)
      for row in term.rows {
        for column in term.columns {
          var weight = Dual.real(w[row, column])
          let own = DualVariable.weight(projection: term.projection, row: row, column: column)
          for (level, variable) in variables.enumerated() where variable == own {
            weight = Self.varied(weight, level: level + 1)
          }
          sum =
            sum
            + term.value.value { variable in
              switch variable {
              case .weight: weight
              case .sum(let place): sums[place]
              case .totalInput, .output, .target, .logarithmOfSum, .isUnit: .real(.nan)
              }
            }
        }
      }
      sums.append(sum)
    }
    return penalty.total.value { variable in
      if case .sum(let place) = variable { sums[place] } else { .real(.nan) }
    }
  }

  /// The part of E that compares the outputs with the targets. With a transfer function designed for it, it
  /// is computed from a_k, so that no digits are lost at outputs of 0 or 1. It is computed from y_k only if
  /// y_k itself is a variable.
  func errorOfOutputs(target: [Double]) -> Dual {
    let y = Array((outputs.last ?? []).dropFirst())
    let a = totalInputs.last ?? []
    let terms = network.errorTerms
    let stable = variesOutputs ? nil : terms.stable
    let logarithmOfSum =
      stable != nil && network.outputTransfer.isSoftmax ? Dual.logarithmOfSum(a) : .real(.nan)
    let units = target.indices.filter { y.indices.contains($0) && a.indices.contains($0) }
    var sums: [Dual] = []
    for term in stable.map({ [$0] }) ?? terms.sums.terms {
      var sum = Dual.real(0)
      for k in units {
        sum =
          sum
          + term.value { variable in
            switch variable {
            case .totalInput: a[k]
            case .output: y[k]
            case .target: .real(target[k])
            case .logarithmOfSum: logarithmOfSum
            case .sum(let place): sums[place]
            case .isUnit(let number): .real(number == k + 1 ? 1 : 0)
            case .weight: .real(.nan)
            }
          }
      }
      sums.append(sum)
    }
    if stable != nil { return sums.first ?? .real(0) }
    return terms.sums.total.value { variable in
      if case .sum(let place) = variable { sums[place] } else { .real(.nan) }
    }
  }
}
