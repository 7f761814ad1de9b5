/// What may keep a network from learning a pattern set, in facts.
public struct NetworkDiagnosis: Equatable, Sendable {
  /// ΣE over the set.
  public let totalError: Double
  /// |∂ΣE/∂w| over the weights that may change.
  public let gradientNorm: Double
  /// Units with hardly any slope, g'(a) under a twentieth of its largest, for most of the patterns.
  public let saturated: [SlopelessUnit]
  /// Hidden units of a layer that give the same output for every pattern.
  public let identical: [IdenticalUnits]
  /// The eigenvalues of ∂²ΣE/∂w∂w, from the least; nil where there are too many weights.
  public let curvatures: [Double]?

  /// A unit and for how many patterns its slope is next to nothing.
  public struct SlopelessUnit: Equatable, Sendable {
    public let layer: Int
    /// From 0.
    public let unit: Int
    public let patterns: Int
  }

  /// Two units, from 0, of one layer.
  public struct IdenticalUnits: Equatable, Sendable {
    public let layer: Int
    public let first: Int
    public let second: Int
  }

  /// The most weights, and multiplications, for which the curvature is worked out.
  public static let mostWeights = 250
  private static let mostWork = 1_000_000_000

  /// isStopped: asked now and then; the result is then nil.
  public init?(_ network: Network, _ patterns: PatternSet, isStopped: () -> Bool) throws(NetworkError) {
    let result = try network.test(patterns)
    totalError = result.totalError
    guard let gradient = try network.totalGradient(patterns, isStopped: isStopped) else { return nil }
    gradientNorm = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
    (saturated, identical) = try Self.units(network, patterns)
    let count = gradient.count
    if count > 0, count <= Self.mostWeights, count * network.weightCount * patterns.count * 6 <= Self.mostWork
    {
      guard let matrix = try Self.hessian(network, patterns, count: count, isStopped: isStopped) else {
        return nil
      }
      curvatures = matrix.symmetricEigenvalues
    } else {
      curvatures = nil
    }
  }

  private static func units(
    _ network: Network, _ patterns: PatternSet
  ) throws(NetworkError) -> ([SlopelessUnit], [IdenticalUnits]) {
    var flat = network.layers.map { [Int](repeating: 0, count: $0.units) }
    var outputs = network.layers.map { _ in [[Double]]() }
    for n in 0..<patterns.count {
      let pass = try network.forward(patterns[n].input)
      for layer in network.layers.indices.dropFirst() {
        outputs[layer].append(pass.outputs[layer])
        let g = network.layers[layer].transfer
        let limit = g.largestSlope / 20
        for unit in pass.outputs[layer].indices
        where g.derivative(pass.totalInputs[layer][unit], output: pass.outputs[layer][unit]).magnitude < limit
        {
          flat[layer][unit] += 1
        }
      }
    }
    var saturated: [SlopelessUnit] = []
    var identical: [IdenticalUnits] = []
    let last = network.layers.count - 1
    for layer in network.layers.indices.dropFirst() {
      for unit in flat[layer].indices where flat[layer][unit] * 4 >= patterns.count * 3 {
        saturated.append(SlopelessUnit(layer: layer, unit: unit, patterns: flat[layer][unit]))
      }
      guard layer < last, network.layers[layer].units <= 200 else { continue }
      for first in 0..<network.layers[layer].units {
        for second in (first + 1)..<max(network.layers[layer].units, first + 1)
        where outputs[layer].allSatisfy({ ($0[first] - $0[second]).magnitude <= 1e-9 }) {
          identical.append(IdenticalUnits(layer: layer, first: first, second: second))
        }
      }
    }
    return (saturated, identical)
  }

  /// ∂²ΣE/∂w∂w over the weights that may change, by central differences of the gradient.
  private static func hessian(
    _ network: Network, _ patterns: PatternSet, count: Int, isStopped: () -> Bool
  ) throws(NetworkError) -> Matrix? {
    let step = 1e-5
    var matrix = Matrix(rows: count, columns: count, repeating: 0)
    var row = 0
    for p in network.projections.indices {
      for w in network.projections[p].weights.elements.indices where network.projections[p].frozen?[w] != true
      {
        var moved = network
        moved.projections[p].weights.elements[w] += step
        guard let above = try moved.totalGradient(patterns, isStopped: isStopped) else { return nil }
        moved.projections[p].weights.elements[w] -= 2 * step
        guard let below = try moved.totalGradient(patterns, isStopped: isStopped) else { return nil }
        for column in 0..<count { matrix[row, column] = (above[column] - below[column]) / (2 * step) }
        row += 1
      }
    }
    for row in 0..<count {
      for column in row..<count {
        matrix[row, column] = (matrix[row, column] + matrix[column, row]) / 2
      }
    }
    return matrix
  }
}

extension Network {
  /// ∂ΣE/∂w of the weights that may change, projection after projection; nil once stopped.
  func totalGradient(_ patterns: PatternSet, isStopped: () -> Bool) throws(NetworkError) -> [Double]? {
    var sums = projections.map { [Double](repeating: 0, count: $0.weights.elements.count) }
    for n in 0..<patterns.count {
      if isStopped() { return nil }
      let pattern = patterns[n]
      let pass = try backward(try forward(pattern.input), target: pattern.target)
      for p in sums.indices {
        for w in sums[p].indices { sums[p][w] -= pass.negativeGradients[p].elements[w] }
      }
    }
    return projections.indices.flatMap { p in
      sums[p].indices.filter { projections[p].frozen?[$0] != true }.map { sums[p][$0] }
    }
  }
}

extension TransferFunction {
  /// The largest g'(a), or about that.
  fileprivate var largestSlope: Double {
    switch self {
    case .sigmoid, .softmax: 0.25
    case .identity, .tanh, .relu, .leakyRelu, .softplus, .custom: 1
    case .step: 0
    }
  }
}
