/// What may keep a network from learning a pattern set, in facts.
public struct NetworkDiagnosis: Equatable, Sendable {
  /// ΣE over the set.
  public let totalError: Double
  /// |∂ΣE/∂w| over the weights that may change.
  public let gradientNorm: Double
  /// Units with hardly any slope, g'(a) under a twentieth of its largest, for most of the patterns; neither
  /// rectifiers nor step functions, of which `dead` and `stepLayers` speak.
  public let saturated: [SlopelessUnit]
  /// Rectified units that are 0 for every pattern: no δ passes them, so nothing brings them back.
  public let dead: [UnitPlace]
  /// Layers whose transfer function has the slope 0 everywhere, so that no δ passes them.
  public let stepLayers: [Int]
  /// Hidden units of a layer that give the same output for every pattern, or for some evenly apart of very
  /// many.
  public let identical: [IdenticalUnits]
  /// The eigenvalues of ∂²ΣE/∂w∂w, from the least; nil where there are too many weights, or numbers are not
  /// finite.
  public let curvatures: [Double]?
  /// The greatest |x| among the inputs.
  public let largestInput: Double
  /// Targets beyond what the outputs can come near; nil where there are none.
  public let unreachableTargets: UnreachableTargets?

  /// Whether E and its gradient are numbers.
  public var isFinite: Bool { totalError.isFinite && gradientNorm.isFinite }

  /// A unit, from 0, of a layer.
  public struct UnitPlace: Equatable, Sendable {
    /// From 0, the input layer's.
    public let layer: Int
    /// From 0.
    public let unit: Int
  }

  /// A unit and for how many patterns its slope is next to nothing.
  public struct SlopelessUnit: Equatable, Sendable {
    /// From 0, the input layer's.
    public let layer: Int
    /// From 0.
    public let unit: Int
    /// How many.
    public let patterns: Int
  }

  /// Two units, from 0, of one layer.
  public struct IdenticalUnits: Equatable, Sendable {
    /// From 0, the input layer's.
    public let layer: Int
    /// From 0.
    public let first: Int
    /// Greater than `first`.
    public let second: Int
  }

  /// The most weights, and multiplications, for which the curvature is worked out.
  public static let mostWeights = 250
  private static let mostWork = 1_000_000_000
  /// Layers of more units, and more patterns than these, are not compared unit by unit.
  private static let mostComparedUnits = 200
  private static let mostComparedPatterns = 1000

  /// isStopped: asked now and then; the result is then nil. threads: as for `Network.test`.
  public init?(
    _ network: Network, _ patterns: PatternSet, threads: Int = 1, isStopped: () -> Bool
  ) throws(NetworkError) {
    let result = try network.test(patterns, threads: threads) { !isStopped() }
    guard result.errors.count == patterns.count else { return nil }
    totalError = result.totalError
    guard let gradient = try network.totalGradient(patterns, isStopped: isStopped) else { return nil }
    gradientNorm = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard let units = try Self.units(network, patterns, isStopped: isStopped) else { return nil }
    (saturated, dead, identical) = units
    stepLayers = network.layers.indices.filter { $0 > 0 && network.layers[$0].transfer.slope == .isZero }
    largestInput = patterns.inputs.elements.reduce(0) { max($0, $1.magnitude) }
    unreachableTargets = network.unreachableTargets(in: patterns)
    let count = gradient.count
    let isSmall =
      count > 0 && count <= Self.mostWeights
      && count * network.weightCount * patterns.count * 6 <= Self.mostWork
    guard isSmall, totalError.isFinite, gradientNorm.isFinite else {
      curvatures = nil
      return
    }
    guard let matrix = try Self.hessian(network, patterns, count: count, isStopped: isStopped) else {
      return nil
    }
    curvatures = matrix.elements.allSatisfy { $0.isFinite } ? matrix.symmetricEigenvalues : nil
  }

  private static func units(
    _ network: Network, _ patterns: PatternSet, isStopped: () -> Bool
  ) throws(NetworkError) -> ([SlopelessUnit], [UnitPlace], [IdenticalUnits])? {
    var flat = network.layers.map { [Int](repeating: 0, count: $0.units) }
    var compared = network.layers.map { _ in [[Double]]() }
    let stride = (patterns.count + mostComparedPatterns - 1) / mostComparedPatterns
    for n in 0..<patterns.count {
      if isStopped() { return nil }
      let pass = try network.forward(patterns[n].input)
      for layer in network.layers.indices.dropFirst() {
        let units = network.layers[layer].units
        if n % stride == 0 && units <= mostComparedUnits { compared[layer].append(pass.outputs[layer]) }
        guard let limit = network.layers[layer].transfer.leastSlope else { continue }
        let g = network.layers[layer].transfer
        for unit in 0..<units
        where g.derivative(pass.totalInputs[layer][unit], output: pass.outputs[layer][unit]).magnitude
          <= limit
        {
          flat[layer][unit] += 1
        }
      }
    }
    var saturated: [SlopelessUnit] = []
    var dead: [UnitPlace] = []
    var identical: [IdenticalUnits] = []
    let last = network.layers.count - 1
    for layer in network.layers.indices.dropFirst() {
      for unit in flat[layer].indices {
        let patternsWithoutSlope = flat[layer][unit]
        if network.layers[layer].transfer.slope == .isZeroBelow {
          if patternsWithoutSlope == patterns.count { dead.append(UnitPlace(layer: layer, unit: unit)) }
        } else if patternsWithoutSlope * 4 >= patterns.count * 3 {
          saturated.append(SlopelessUnit(layer: layer, unit: unit, patterns: patternsWithoutSlope))
        }
      }
      guard layer < last, !compared[layer].isEmpty else { continue }
      for first in 0..<network.layers[layer].units {
        if isStopped() { return nil }
        for second in (first + 1)..<max(network.layers[layer].units, first + 1)
        where compared[layer].allSatisfy({ ($0[first] - $0[second]).magnitude <= 1e-9 }) {
          identical.append(IdenticalUnits(layer: layer, first: first, second: second))
        }
      }
    }
    return (saturated, dead, identical)
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
      let pass = try forward(pattern.input)
      let deltas = try deltas(pass, target: pattern.target)
      for (p, projection) in projections.enumerated() {
        let y = (projection.hasBias ? [bias ?? 0] : []) + pass.outputs[projection.source]
        let delta = deltas[projection.target]
        for j in y.indices {
          for k in delta.indices { sums[p][j * delta.count + k] -= delta[k] * y[j] }
        }
      }
    }
    return projections.indices.flatMap { p in
      guard let frozen = projections[p].frozen else { return sums[p] }
      return sums[p].indices.filter { !frozen[$0] }.map { sums[p][$0] }
    }
  }
}

extension TransferFunction {
  /// The slope up to which a unit counts as one without any: a twentieth of the largest, of a rectifier none
  /// at all; nil for functions whose slope says nothing about a unit.
  fileprivate var leastSlope: Double? {
    switch slope {
    case .vanishes(let greatest): greatest / 20
    case .isZeroBelow: 0
    case .neverVanishes, .isZero: nil
    }
  }
}
