import Backprop
import TestSupport
import Testing
import _Differentiation

/// An independent version of the forward equations over one flat list of weights, in a form that the compiler
/// can differentiate automatically.
private struct Shape {
  let network: Network
  let input: [Double]
  let target: [Double]

  @differentiable(reverse,wrt: a)
  private func transfer(_ kind: Int, _ a: Double) -> Double {
    switch kind {
    case 0: return 1 / (1 + exponential(-a))
    case 1: return a
    case 2: return 2 / (1 + exponential(-2 * a)) - 1
    case 3: return a > 0 ? a : 0 * a
    case 4: return a > 0 ? a : 0.01 * a
    case 5: return logarithm(1 + exponential(a))
    default: return .nan * a
    }
  }

  private func kind(_ layer: Int) -> Int {
    switch network.layers[layer].transfer {
    case .sigmoid: 0
    case .identity: 1
    case .tanh: 2
    case .relu: 3
    case .leakyRelu: 4
    case .softplus: 5
    // A function without a formula above: nothing equals its NaN.
    default: -1
    }
  }

  /// Where a projection's weights begin in the flat list.
  private func start(_ projection: Int) -> Int {
    network.projections[..<projection].reduce(0) { $0 + $1.weights.elements.count }
  }

  /// Where a layer's outputs begin in the list of all outputs.
  private func start(layer: Int) -> Int { network.layers[..<layer].reduce(0) { $0 + $1.units } }

  @differentiable(reverse,wrt: w)
  func error(_ w: [Double]) -> Double {
    var y = input
    for layer in 1..<network.layers.count {
      let a = totalInputs(layer, w, y)
      y = y + outputs(layer, a)
    }
    return compare(y)
  }

  @differentiable(reverse,wrt: (w, y))
  private func totalInputs(_ layer: Int, _ w: [Double], _ y: [Double]) -> [Double] {
    var result: [Double] = []
    for k in 0..<withoutDerivative(at: network.layers[layer].units) {
      var a = 0.0
      for p in 0..<withoutDerivative(at: network.projections.count) {
        let projection = withoutDerivative(at: network.projections[p])
        if projection.target == layer {
          let columns = projection.weights.columns
          let first = start(p)
          let source = start(layer: projection.source)
          let biasRows = projection.hasBias ? 1 : 0
          if projection.hasBias { a = a + w[first + k] * (network.bias ?? 0) }
          for j in 0..<withoutDerivative(at: network.layers[projection.source].units) {
            a = a + w[first + (j + biasRows) * columns + k] * y[source + j]
          }
        }
      }
      result = result + [a]
    }
    return result
  }

  @differentiable(reverse,wrt: a)
  private func outputs(_ layer: Int, _ a: [Double]) -> [Double] {
    var result: [Double] = []
    if network.layers[layer].transfer == .softmax {
      var sum = 0.0
      for k in 0..<withoutDerivative(at: a.count) { sum = sum + exponential(a[k]) }
      for k in 0..<withoutDerivative(at: a.count) { result = result + [exponential(a[k]) / sum] }
    } else {
      for k in 0..<withoutDerivative(at: a.count) { result = result + [transfer(kind(layer), a[k])] }
    }
    return result
  }

  @differentiable(reverse,wrt: y)
  private func compare(_ y: [Double]) -> Double {
    var sum = 0.0
    let first = withoutDerivative(at: y.count) - target.count
    for k in 0..<withoutDerivative(at: target.count) {
      let output = y[first + k]
      if network.errorFunction == .squares {
        sum = sum + 0.5 * (target[k] - output) * (target[k] - output)
      } else if network.outputTransfer == .softmax {
        sum = sum - target[k] * logarithm(output)
      } else {
        sum = sum - target[k] * logarithm(output) - (1 - target[k]) * logarithm(1 - output)
      }
    }
    return sum
  }
}

private func exponential(_ x: Double) -> Double { Elementary.exponential(x) }
private func logarithm(_ x: Double) -> Double { Elementary.logarithm(x) }

@derivative(of: exponential)
private func exponentialDerivative(_ x: Double) -> (value: Double, pullback: (Double) -> Double) {
  let value = exponential(x)
  return (value, { $0 * value })
}

@derivative(of: logarithm)
private func logarithmDerivative(_ x: Double) -> (value: Double, pullback: (Double) -> Double) {
  (logarithm(x), { $0 / x })
}

/// δ y of the handout's steps against derivatives found without δ, on random networks: shallow and deep, with
/// and without bias and skip projections, with every transfer and error function.
@Suite struct GradientTests {
  static let cases = Array(0..<60)

  private func randomNetwork(_ generator: inout RandomGenerator) throws -> Network {
    // Not step, which has no derivative where it jumps, nor softmax, which is for the last layer.
    let transfers = TransferFunction.all.filter { $0 != .step && !$0.isSoftmax }
    let depth = 2 + generator.below(4)
    var layers = (0..<depth).map { index in
      Layer(
        name: "\(index)", units: 1 + generator.below(5), transfer: transfers[generator.below(transfers.count)]
      )
    }
    var errorFunction = ErrorFunction.squares
    switch generator.below(4) {
    case 0: layers[depth - 1] = .softmax(of: layers[depth - 1])
    case 1:
      layers[depth - 1] = .softmax(of: layers[depth - 1])
      errorFunction = .crossEntropy
    case 2:
      layers[depth - 1].transfer = .sigmoid
      errorFunction = .crossEntropy
    default: break
    }
    let biases: [Double?] = [nil, 1, -1, 0.7]
    var network = try Network(layers: layers, bias: biases[generator.below(4)], errorFunction: errorFunction)
    for source in 0..<depth {
      for target in 0..<depth where target > source + 1 && generator.below(2) == 0 {
        try network.connect(source, target)
      }
    }
    network.initializeWeights(.uniform(-1.5, 1.5), seed: generator.next())
    return network
  }

  @Test(arguments: cases)
  func deltaRuleAgainstIndependentDerivatives(_ seed: Int) throws {
    var generator = RandomGenerator(seed: UInt64(seed))
    let network = try randomNetwork(&generator)
    let input = (0..<network.inputUnits).map { _ in generator.uniform(-1, 1) }
    let target = (0..<network.outputUnits).map { _ in generator.uniform() }
    let back = try network.backward(network.forward(input), target: target)
    let ours = back.negativeGradients.flatMap { $0.elements }

    let shape = Shape(network: network, input: input, target: target)
    let weights = network.projections.flatMap { $0.weights.elements }
    #expect(abs(shape.error(weights) - (try network.error(network.forward(input), target: target))) < 1e-12)
    let exact = gradient(at: weights, of: { shape.error($0) })
    #expect(distance(ours, exact.base.map { -$0 }) < 1e-12)

    // The fourth-order central difference; a rectifier may switch within its 2h, so it is left to the exact
    // check.
    guard !network.layers.contains(where: { $0.transfer == .relu || $0.transfer == .leakyRelu }) else {
      return
    }
    let h = 1e-3
    for w in weights.indices {
      func moved(_ by: Double) -> Double {
        var moved = weights
        moved[w] += by
        return shape.error(moved)
      }
      let slope = (8 * (moved(h) - moved(-h)) - (moved(2 * h) - moved(-2 * h))) / (12 * h)
      #expect(abs(ours[w] + slope) < 1e-8)
    }
  }
}

extension Layer {
  /// A softmax layer has one more unit than another layer, because a single unit learns nothing.
  static func softmax(of layer: Layer) -> Layer {
    Layer(name: layer.name, units: layer.units + 1, transfer: .softmax)
  }
}
