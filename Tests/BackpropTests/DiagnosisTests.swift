import Backprop
import Testing

@Suite struct DiagnosisTests {
  /// [2 1; 1 2] has the eigenvalues 1 and 3; a diagonal matrix its own elements; the second difference of n
  /// points 2 - 2 cos(kπ / (n + 1)).
  @Test func eigenvaluesOfKnownMatrices() throws {
    let small = try #require(Matrix(rows: 2, columns: 2, elements: [2, 1, 1, 2]).symmetricEigenvalues)
    #expect(abs(small[0] - 1) < 1e-14 && abs(small[1] - 3) < 1e-14)
    var second = Matrix(rows: 6, columns: 6, repeating: 0)
    for n in 0..<6 {
      second[n, n] = 2
      if n > 0 { second[n - 1, n] = -1 }
    }
    let values = try #require(second.symmetricEigenvalues)
    for k in 1...6 {
      let angle = Double(k) * .pi / 7
      #expect(abs(values[k - 1] - 2 * (1 - Elementary.cosine(angle))) < 1e-13)
    }
    #expect(Matrix(rows: 1, columns: 2, repeating: 0).symmetricEigenvalues == nil)
  }

  /// E = 1/2 Σ (t - w x)² has curvature Σ x² and gradient -Σ (t - w x) x.
  @Test func aLinearUnitIsAParabola() throws {
    let network = try Network(layers: [
      Layer(name: "i", units: 1), Layer(name: "k", units: 1, transfer: .identity),
    ])
    let patterns = try PatternSet([Pattern(input: [2], target: [1]), Pattern(input: [-1], target: [3])])
    let diagnosis = try #require(try NetworkDiagnosis(network, patterns) { false })
    #expect(diagnosis.totalError == 5)
    #expect(diagnosis.gradientNorm == 1)
    #expect(abs((diagnosis.curvatures?.first ?? 0) - 5) < 1e-8)
    #expect(try NetworkDiagnosis(network, patterns) { true } == nil)
  }

  /// A rectifier under weights of -1 and inputs of 0 and 1 is never above 0; one under +1 is.
  @Test func deadRectifiersAndStepsAreToldFromSaturatedUnits() throws {
    var network = try Network(layers: [
      Layer(name: "i", units: 1), Layer(name: "j", units: 2, transfer: .relu),
      Layer(name: "k", units: 1, transfer: .step),
    ])
    try network.setWeights(Matrix(rows: 1, columns: 2, elements: [-1, 1]), ofProjection: 0)
    let patterns = try PatternSet([Pattern(input: [0], target: [0]), Pattern(input: [20], target: [1])])
    let diagnosis = try #require(try NetworkDiagnosis(network, patterns) { false })
    #expect(diagnosis.dead.map { [$0.layer, $0.unit] } == [[1, 0]])
    #expect(diagnosis.stepLayers == [2])
    #expect(diagnosis.saturated.isEmpty)
    #expect(diagnosis.largestInput == 20)
    #expect(diagnosis.gradientNorm == 0)
  }

  /// A slope of 1/100 everywhere is small, but as large as it ever is.
  @Test func noUnitOfAUsersOwnFunctionCountsAsSaturated() throws {
    let small = TransferFunction(
      name: "small", definition: "a / 100", value: { $0 / 100 }, derivative: { _ in 0.01 })
    let network = try Network(layers: [
      Layer(name: "i", units: 1), Layer(name: "k", units: 1, transfer: small),
    ])
    let patterns = try PatternSet([Pattern(input: [2], target: [1])])
    let diagnosis = try #require(try NetworkDiagnosis(network, patterns) { false })
    #expect(diagnosis.saturated.isEmpty && diagnosis.dead.isEmpty)
  }

  @Test func numbersThatAreNoneAreSaidToBe() throws {
    let root = TransferFunction(
      name: "root", definition: "√a", value: { $0.squareRoot() }, derivative: { 0.5 / $0.squareRoot() })
    var network = try Network(layers: [
      Layer(name: "i", units: 1), Layer(name: "k", units: 1, transfer: root),
    ])
    try network.setWeight(-1, projection: 0, row: 0, column: 0)
    let patterns = try PatternSet([Pattern(input: [2], target: [1])])
    let diagnosis = try #require(try NetworkDiagnosis(network, patterns) { false })
    #expect(!diagnosis.isFinite && diagnosis.curvatures == nil)
  }

  /// How many targets lie beyond, and the first of them.
  @Test(arguments: [
    (TransferFunction.sigmoid, [0, 1, 0.5], 0, nil as Double?), (.sigmoid, [0, 3, -1], 2, 3),
    (.tanh, [-1, 1, 1.5], 1, 1.5), (.relu, [0, 1e9, -0.5], 1, -0.5), (.identity, [1e9, -1e9, 0], 0, nil),
  ])
  func targetsThatAnOutputCannotReach(
    _ transfer: TransferFunction, _ targets: [Double], _ count: Int, _ first: Double?
  ) throws {
    let network = try Network(layers: [
      Layer(name: "i", units: 1), Layer(name: "k", units: 1, transfer: transfer),
    ])
    let patterns = try PatternSet(targets.map { Pattern(input: [1], target: [$0]) })
    let unreachable = network.unreachableTargets(in: patterns)
    #expect(unreachable?.patterns ?? 0 == count)
    #expect(unreachable?.target == first)
    #expect(unreachable == nil || unreachable?.range == transfer.outputRange)
  }

  /// E = 1/2 (1 - u v)² of one path of two weights has a saddle at u = v = 0: curvatures -1 and 1.
  @Test func twoWeightsInARowHaveASaddleAtZero() throws {
    let layers = [
      Layer(name: "i", units: 1), Layer(name: "j", units: 1, transfer: .identity),
      Layer(name: "k", units: 1, transfer: .identity),
    ]
    let patterns = try PatternSet([Pattern(input: [1], target: [1])])
    let diagnosis = try #require(try NetworkDiagnosis(try Network(layers: layers), patterns) { false })
    let curvatures = try #require(diagnosis.curvatures)
    #expect(abs(curvatures[0] + 1) < 1e-8 && abs(curvatures[1] - 1) < 1e-8)
    #expect(diagnosis.gradientNorm == 0)
  }
}
