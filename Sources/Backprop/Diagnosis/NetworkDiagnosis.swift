/// Facts about what may keep a network from learning a pattern set.
public struct NetworkDiagnosis: Equatable, Sendable {
  /// ΣE over the set.
  public let totalError: Double
  /// |∂ΣE/∂w| over the weights that may change.
  public let gradientNorm: Double
  /// Units whose slope g'(a) is at most a twentieth of its largest value for at least three quarters of the
  /// patterns.
  /// Rectifiers and step functions are not among them: see `dead` and `stepLayers`.
  public let saturated: [SlopelessUnit]
  /// Rectified units that are 0 for every pattern: no δ passes through them, so nothing brings them back.
  public let dead: [UnitPlace]
  /// Layers whose transfer function has slope 0 everywhere, so that no δ passes through them.
  public let stepLayers: [Int]
  /// Hidden units of one layer that give the same output for every pattern; in a very large set, for a
  /// selection of evenly spaced patterns.
  public let identical: [IdenticalUnits]
  /// The eigenvalues of ∂²ΣE/∂w∂w in ascending order; nil if there are too many weights or a number is not
  /// finite.
  public let curvatures: [Double]?
  /// The largest |x| among the inputs.
  public let largestInput: Double
  /// Targets that the outputs cannot come near; nil if there are none.
  public let unreachableTargets: UnreachableTargets?

  /// Whether E and its gradient are finite.
  public var isFinite: Bool { totalError.isFinite && gradientNorm.isFinite }

  /// A unit of a layer.
  public struct UnitPlace: Equatable, Sendable {
    /// The number of the layer; the input layer is 0.
    public let layer: Int
    /// The number of the unit, from 0.
    public let unit: Int
  }

  /// A unit, and the number of patterns for which its slope is close to 0.
  public struct SlopelessUnit: Equatable, Sendable {
    /// The number of the layer; the input layer is 0.
    public let layer: Int
    /// The number of the unit, from 0.
    public let unit: Int
    /// The number of patterns.
    public let patterns: Int
  }

  /// Two units of one layer.
  public struct IdenticalUnits: Equatable, Sendable {
    /// The number of the layer; the input layer is 0.
    public let layer: Int
    /// The number of one unit, from 0.
    public let first: Int
    /// The number of the other unit, greater than `first`.
    public let second: Int
  }

  /// The largest number of weights that may change for which the curvature is computed.
  public static let mostWeights = 250
  /// The largest number of multiplications for which it is computed.
  private static let mostWork = 1e9
  /// Two gradients per row of the matrix, each with three multiplications per weight and pattern.
  private static let workPerWeight = 6.0
  /// Larger layers are not compared unit by unit; of larger sets, only a selection of patterns is compared.
  private static let mostComparedUnits = 200
  private static let mostComparedPatterns = 1000
  /// Outputs that differ by no more count as identical: rounding during training may have moved them apart.
  private static let mostDifference = 1e-9

  /// Examines a network with a pattern set. isStopped: called from time to time; if it returns true, the
  /// result is nil. threads: as for `Network.test`.
  ///
  /// Throws: `NetworkError.inputWidth` and `.targetWidth` if the widths of the patterns are not those of the
  /// network.
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
      && Double(count) * Double(network.weightCount) * Double(patterns.count) * Self.workPerWeight
        <= Self.mostWork
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
        where compared[layer].allSatisfy({ ($0[first] - $0[second]).magnitude <= mostDifference }) {
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
    // About the cube root of a double's precision: errors of rounding and of the difference balance.
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
    if errorFunction.penalty != nil {
      var descents = projections.map {
        Matrix(rows: $0.weights.rows, columns: $0.weights.columns, repeating: 0)
      }
      addPenaltyDescent(to: &descents)
      for p in sums.indices {
        for w in sums[p].indices { sums[p][w] -= Double(patterns.count) * descents[p].elements[w] }
      }
    }
    return projections.indices.flatMap { p in
      guard let frozen = projections[p].frozen else { return sums[p] }
      return sums[p].indices.filter { !frozen[$0] }.map { sums[p][$0] }
    }
  }
}

extension TransferFunction {
  /// The slope at or below which a unit counts as having none: a twentieth of the largest, or 0 for a
  /// rectifier; nil for functions whose slope says nothing about a unit.
  fileprivate var leastSlope: Double? {
    switch slope {
    case .vanishes(let greatest): greatest / 20
    case .isZeroBelow: 0
    case .neverVanishes, .isZero, .unknown: nil
    }
  }
}
