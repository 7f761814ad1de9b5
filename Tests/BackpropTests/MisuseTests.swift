import Backprop
import Testing

/// Each way to misuse the core throws its own error, with the facts, and changes nothing.
@Suite struct MisuseTests {
  private static func network() throws -> Network {
    try Network(2, 3, 1, bias: 1, weights: .uniform(-0.5, 0.5), seed: 1)
  }

  /// The error, or nil if there is none.
  private func error(_ action: () throws -> Void) -> NetworkError? {
    do { try action() } catch { return error as? NetworkError }
    return nil
  }

  @Test(
    arguments: [
      ([], .tooFewLayers(count: 0)), ([2], .tooFewLayers(count: 1)), ([2, 0, 1], .emptyLayer(layer: 1)),
      ([2, -3], .emptyLayer(layer: 1)), ([.max, .max], .tooManyWeights), ([1, .max], .tooManyWeights),
      ([.max, 1], .tooManyWeights), ([1 << 28, 1, 2], .tooManyWeights),
    ] as [([Int], NetworkError)])
  func sizes(_ units: [Int], _ expected: NetworkError) {
    let layers = units.map { Layer(name: "", units: $0) }
    #expect(throws: expected) { try Network(layers: layers, bias: 1, weights: .zero) }
  }

  @Test(
    arguments: [
      .uniform(.nan, 1), .uniform(0, .infinity), .uniform(1, 0), .uniform(-1e308, 1e308), .normal(0, -1),
      .normal(.nan, 1), .normal(0, .nan), .normal(0, 1e308),
    ] as [WeightInitialization])
  func weightsThatCannotBeDrawn(_ weights: WeightInitialization) throws {
    var network = try Self.network()
    let before = network
    for expected in [
      error({ _ = try Network(2, 1, weights: weights) }), error({ try network.setWeights(weights) }),
    ] {
      guard case .weightsCannotBeDrawn = expected else {
        Issue.record("\(weights) gives \(String(describing: expected))")
        continue
      }
    }
    #expect(network == before)
    #expect(throws: NetworkError.nonFiniteBias(.infinity)) {
      try Network(2, 1, bias: .infinity, weights: .zero)
    }
  }

  @Test func layersAndProjectionsThatAreNotThere() throws {
    var network = try Self.network()
    let before = network
    for layer in [-1, 3, .max, .min] {
      #expect(throws: NetworkError.noSuchLayer(layer)) { try network.connect(layer, 2) }
      #expect(throws: NetworkError.noSuchLayer(layer)) { try network.connect(0, layer) }
      #expect(throws: NetworkError.noSuchLayer(layer)) { try network.setTransfer(.tanh, ofLayer: layer) }
    }
    #expect(throws: NetworkError.notForward(source: 2, target: 0)) { try network.connect(2, 0) }
    #expect(throws: NetworkError.notForward(source: 1, target: 1)) { try network.connect(1, 1) }
    #expect(throws: NetworkError.alreadyConnected(source: 0, target: 1)) { try network.connect(0, 1) }
    #expect(throws: NetworkError.transferOfInputLayer) { try network.setTransfer(.tanh, ofLayer: 0) }
    #expect(throws: NetworkError.softmaxBeforeLastLayer(layer: 1)) {
      try network.setTransfer(.softmax, ofLayer: 1)
    }
    for projection in [-1, 2, .max, .min] {
      #expect(throws: NetworkError.noSuchProjection(projection)) {
        try network.setWeight(1, projection: projection, row: 0, column: 0)
      }
      #expect(throws: NetworkError.noSuchProjection(projection)) {
        try network.setWeights(Matrix([[1]]), ofProjection: projection)
      }
      #expect(throws: NetworkError.noSuchProjection(projection)) {
        try network.setFrozen(true, projection: projection, row: 0, column: 0)
      }
      #expect(throws: NetworkError.noSuchProjection(projection)) {
        try network.setFrozen(nil, ofProjection: projection)
      }
    }
    #expect(network == before)
  }

  @Test(arguments: [(-1, 0), (3, 0), (0, -1), (0, 3), (.max, .max), (.min, 0)])
  func weightsThatAreNotThere(_ row: Int, _ column: Int) throws {
    var network = try Self.network()
    let expected = NetworkError.noSuchWeight(projection: 0, row: row, column: column)
    #expect(throws: expected) { try network.setWeight(1, projection: 0, row: row, column: column) }
    #expect(throws: expected) { try network.setFrozen(true, projection: 0, row: row, column: column) }
    let weights = network.projections[0].weights
    #expect(throws: NetworkError.noSuchElement(row: row, column: column, rows: 3, columns: 3)) {
      try weights.element(row: row, column: column)
    }
  }

  @Test func weightsOfAnotherShapeOrNoNumbers() throws {
    var network = try Self.network()
    let before = network
    #expect(
      throws: NetworkError.weightShape(
        projection: 0, expectedRows: 3, expectedColumns: 3, rows: 1, columns: 2)
    ) { try network.setWeights(Matrix([[1, 2]]), ofProjection: 0) }
    #expect(throws: NetworkError.nonFiniteWeight(projection: 1, row: 2, column: 0)) {
      try network.setWeights(Matrix([[0], [0], [.nan], [.infinity]]), ofProjection: 1)
    }
    #expect(throws: NetworkError.nonFiniteWeight(projection: 1, row: 3, column: 0)) {
      try network.setWeight(-.infinity, projection: 1, row: 3, column: 0)
    }
    #expect(throws: NetworkError.frozenCount(projection: 1, expected: 4, count: 1)) {
      try network.setFrozen([true], ofProjection: 1)
    }
    #expect(network == before)
  }

  @Test func matricesThatAreNone() {
    #expect(throws: NetworkError.raggedRow(1, expected: 2, count: 1)) { try Matrix([[1, 2], [3]]) }
    for (rows, columns) in [(2, 2), (-1, -3), (.max, .max), (.max, 2), (-3, 1)] {
      #expect(throws: NetworkError.elementCount(rows: rows, columns: columns, count: 3)) {
        try Matrix(rows: rows, columns: columns, rowMajor: [1, 2, 3])
      }
    }
    #expect(throws: NetworkError.noSuchElement(row: 0, column: 0, rows: 0, columns: 0)) {
      try Matrix([]).element(row: 0, column: 0)
    }
  }

  @Test func inputsTargetsAndPassesOfOthers() throws {
    var network = try Self.network()
    let before = network
    let other = try Network(2, 2, 1, bias: 1, weights: .xavier)
    for input in [[], [1], [1, 2, 3]] as [[Double]] {
      #expect(throws: NetworkError.inputWidth(expected: 2, count: input.count)) { try network.forward(input) }
    }
    let pass = try network.forward([0, 1])
    let foreign = try other.forward([0, 1])
    for target in [[], [1, 2]] as [[Double]] {
      let expected = NetworkError.targetWidth(expected: 1, count: target.count)
      #expect(throws: expected) { try network.error(pass, target: target) }
      #expect(throws: expected) { try network.backward(pass, target: target) }
    }
    let expected = NetworkError.foreignPass(expected: [2, 3, 1], units: [2, 2, 1])
    #expect(throws: expected) { try network.backward(foreign, target: [1]) }
    #expect(throws: expected) { try network.error(foreign, target: [1]) }

    let back = try other.backward(foreign, target: [1])
    #expect(
      throws: NetworkError.changeShape(
        projection: 0, expectedRows: 3, expectedColumns: 3, rows: 3, columns: 2)
    ) { try network.update(by: back, learningRate: 0.5) }
    #expect(throws: NetworkError.changeCount(expected: 2, count: 0)) { try network.update(by: []) }
    for rate in [-1, .nan, .infinity] {
      let back = try network.backward(pass, target: [1])
      let refused = error { try network.update(by: back, learningRate: rate) }
      guard case .rateOutOfRange = refused else {
        Issue.record("η = \(rate) gives \(String(describing: refused))")
        continue
      }
    }
    let endless = try network.backward(pass, target: [.greatestFiniteMagnitude])
    #expect(throws: NetworkError.nonFiniteWeight(projection: 0, row: 0, column: 0)) {
      try network.update(by: endless, learningRate: .greatestFiniteMagnitude)
    }
    #expect(network == before)
  }

  @Test func patternsThatAreNone() throws {
    let (row, longer) = (Pattern(input: [0, 1], target: [1]), Pattern(input: [0, 1, 2], target: [1]))
    #expect(throws: NetworkError.noPatterns) { try PatternSet([]) }
    #expect(throws: NetworkError.noPatterns) { try PatternSet(inputs: Matrix([]), targets: Matrix([])) }
    #expect(throws: NetworkError.raggedPattern(pattern: 1)) { try PatternSet([row, longer]) }
    #expect(throws: NetworkError.patternCounts(inputs: 2, targets: 1)) {
      try PatternSet(inputs: Matrix([[1], [2]]), targets: Matrix([[1]]))
    }
    #expect(throws: NetworkError.nonFinitePattern(pattern: 1)) {
      try PatternSet([row, Pattern(input: [0, 1], target: [.nan])])
    }
    for place in [-1, 4, .max, .min] {
      let expected = NetworkError.noSuchPattern(place, count: 4)
      #expect(throws: expected) { try PatternSet.xor.pattern(place) }
      #expect(throws: expected) { try PatternSet.xor.selecting([0, place]) }
    }
    #expect(throws: NetworkError.noPatterns) { try PatternSet.xor.selecting([]) }
    for fraction in [0, 1, -1, 2, .infinity] {
      #expect(throws: NetworkError.fractionOutOfRange(fraction)) {
        try PatternSet.xor.split(fraction: fraction, seed: 1)
      }
    }
    guard case .fractionOutOfRange = error({ _ = try PatternSet.xor.split(fraction: .nan, seed: 1) })
    else {
      Issue.record("a fraction that is not a number is taken")
      return
    }
    #expect(throws: NetworkError.patternSetSize(least: 2, most: .max, size: 1)) {
      try PatternSet([row]).split(fraction: 0.5, seed: 1)
    }
    for size in [-1, 0, 13, .max, .min] {
      #expect(throws: NetworkError.patternSetSize(least: 1, most: 12, size: Int64(size))) {
        try PatternSet.parity(size)
      }
    }
    #expect(throws: NetworkError.scalingRange(low: 0, high: .infinity)) {
      try PatternSet.xor.scaling(toRange: 0, .infinity)
    }
    let scaling = try PatternSet.xor.scaling(toRange: -1, 1)
    #expect(throws: NetworkError.inputWidth(expected: 2, count: 3)) {
      try PatternSet.parity(3).scaled(by: scaling)
    }
  }

  @Test func patternsOfOtherWidths() throws {
    let network = try Self.network()
    var trainer = try Trainer(network: network, options: TrainingOptions(epochs: 1))
    let expected = NetworkError.inputWidth(expected: 2, count: 3)
    #expect(throws: expected) { try network.test(.parity(3)) }
    #expect(throws: expected) { try trainer.train(.parity(3)) }
    #expect(throws: expected) {
      try Sweep([Sweep.Run(network: network, options: TrainingOptions())], on: .parity(3))
    }
    let unfit = try PatternSet([Pattern(input: [], target: [])])
    #expect(throws: NetworkError.inputWidth(expected: 2, count: 0)) { try network.test(unfit) }
    #expect(trainer.network == network)
  }

  @Test(
    arguments: [
      (TrainingOptions(epochs: -1), .epochsOutOfRange(-1)),
      (TrainingOptions(learningRate: -0.5), .rateOutOfRange(-0.5)),
      (TrainingOptions(learningRate: .infinity), .rateOutOfRange(.infinity)),
      (TrainingOptions(momentum: -1), .momentumOutOfRange(-1)),
      (TrainingOptions(decay: -.infinity), .decayOutOfRange(-.infinity)),
      (TrainingOptions(updates: .miniBatch(0)), .batchSizeOutOfRange(0)),
      (TrainingOptions(updates: .miniBatch(.min)), .batchSizeOutOfRange(.min)),
    ] as [(TrainingOptions, NetworkError)])
  func optionsOutOfTheirRange(_ options: TrainingOptions, _ expected: NetworkError) throws {
    let network = try Self.network()
    #expect(throws: expected) { try Trainer(network: network, options: options) }
    #expect(throws: expected) { try Sweep([Sweep.Run(network: network, options: options)], on: .xor) }
  }

  @Test func numbersThatAreNoneAmongTheOptions() throws {
    let network = try Self.network()
    let targets = [TrainingOptions(target: .totalError(below: .nan)), .init(target: .meanError(below: .nan))]
    for options in [TrainingOptions(learningRate: .nan), .init(momentum: .nan), .init(decay: .nan)] + targets
    {
      #expect(throws: NetworkError.self) { try Trainer(network: network, options: options) }
    }
    let draw = Sweep.Draw(.uniform(2, 1), seed: 1)
    #expect(throws: NetworkError.weightsCannotBeDrawn(.uniform(2, 1))) {
      try Sweep([Sweep.Run(network: network, options: TrainingOptions(), draw: draw)], on: .xor)
    }
  }

  /// Unusual but valid uses.
  @Test func oddSizesAndNumbers() throws {
    let network = try Self.network()
    #expect(try network.forward([.nan, 0]).output[0].isNaN)
    #expect(try network.test(.xor, threads: -1) == network.test(.xor, threads: .max))
    var trainer = try Trainer(
      network: network, options: TrainingOptions(epochs: 2, updates: .miniBatch(.max)), threads: .min)
    #expect(try trainer.train(.xor).epochs == 2)
    #expect(try trainer.train(.xor, epochs: 0).end == .epochsDone)
    let sweep = try Sweep([], on: .xor)
    #expect(sweep.train(threads: -1) { _ in true }.isEmpty)
    let empty = try PatternSet([Pattern(input: [], target: [])])
    #expect(!empty.isClassification)
    #expect(empty.standardScaling().offsets.isEmpty)
    #expect(network.unreachableTargets(in: empty) == nil)
    var generator = RandomGenerator(seed: 1)
    #expect(generator.below(0) == 0 && generator.below(.min) == 0)
    #expect(TransferFunction.softmax.values([]).isEmpty)
  }
}
