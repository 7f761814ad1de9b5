import Backprop
import Testing

/// The limits of a network.
@Suite struct NetworkTests {
  @Test func softmaxOverOneUnitIsRefused() throws {
    let layers = [Layer(name: "i", units: 2), Layer(name: "k", units: 1, transfer: .softmax)]
    #expect(throws: NetworkError.softmaxOfOneUnit) { try Network(layers: layers) }
    var network = try Network(layers: [layers[0], Layer(name: "k", units: 1)])
    #expect(throws: NetworkError.softmaxOfOneUnit) { try network.setTransfer(.softmax, ofLayer: 1) }
  }

  /// 16384 × 16384 weights are the maximum, so they take 2 GB before the next layer has any.
  @Test func tooManyWeightsAreRefusedBeforeAnyIsAllocated() {
    let units = [16384, 16384, 1]
    #expect(throws: NetworkError.tooManyWeights) { try Network.weightCount(units: units, hasBias: false) }
    #expect(throws: NetworkError.tooManyWeights) {
      try Network(layers: units.enumerated().map { Layer(name: "\($0)", units: $1) })
    }
  }

  @Test func weightsAreCountedBeforeThereAreAny() throws {
    let units = [3, 5, 2]
    for bias in [nil, 1.0] {
      let network = try Network(
        layers: units.enumerated().map { Layer(name: "\($0)", units: $1) }, bias: bias)
      #expect(try Network.weightCount(units: units, hasBias: bias != nil) == network.weightCount)
    }
    #expect(try Network.weightCount(units: units, hasBias: true) == 4 * 5 + 6 * 2)
  }

  /// Two functions with the same name are equal only if their definitions are.
  @Test func functionsOfOneNameAndTwoDefinitionsAreTwo() {
    func function(_ definition: String) -> TransferFunction {
      TransferFunction(name: "f", definition: definition, value: { $0 }, derivative: { _ in 1 })
    }
    #expect(function("β = 2") == function("β = 2"))
    #expect(function("β = 2") != function("β = 3"))
  }

  /// The square root of a negative number is not a number and belongs to no class.
  @Test func outputsThatAreNoNumbersCountAsWrong() throws {
    let root = TransferFunction(
      name: "root", definition: "√a", value: { $0.squareRoot() }, derivative: { 0.5 / $0.squareRoot() })
    var network = try Network(layers: [
      Layer(name: "i", units: 1), Layer(name: "k", units: 1, transfer: root),
    ])
    try network.setWeight(1, projection: 0, row: 0, column: 0)
    let patterns = try PatternSet([
      Pattern(input: [-1], target: [0]), Pattern(input: [0], target: [0]), Pattern(input: [4], target: [1]),
    ])
    let result = try network.test(patterns)
    #expect(result.nonFinite == [0])
    #expect(result.accuracy == 2.0 / 3)
    #expect(result.confusion == [[1, 0], [0, 1]])
  }
}
