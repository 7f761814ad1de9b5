import Backprop

/// Defining a network and changing it.
extension Execution {
  mutating func define(_ definition: NetworkDefinition) throws(Diagnostic) {
    let example = "network xor: 2 - 2 tanh - 1 sigmoid, bias"
    let letters = try letters(of: definition, example: example)
    var layers: [Layer] = []
    for (index, layer) in definition.layers.enumerated() {
      let isInput = index == 0
      if isInput, let transfer = layer.transfer {
        throw problem(.transferOfInputLayer, at: transfer.range, example: example)
      }
      let transfer = try layer.transfer.map { (name) throws(Diagnostic) in try resolve(name) } ?? .sigmoid
      layers.append(Layer(name: letters[index], units: layer.units, transfer: isInput ? .identity : transfer))
    }
    let needed: Double
    do throws(NetworkError) {
      needed = try Network.bytesNeeded(units: layers.map { $0.units }, hasBias: definition.bias != nil)
    } catch { throw problem(error, example: example) }
    try require(needed, for: "a network of these sizes")
    do throws(NetworkError) {
      var network = try Network(layers: layers, bias: definition.bias)
      try network.setErrorFunction(definition.errorFunction.value)
      network.initializeWeights(.uniform(-0.5, 0.5), seed: 1)
      state.store(
        NetworkState(name: definition.name, core: network, weightOrigin: "uniform -0.5 0.5, seed 1"))
    } catch {
      let place: SourceRange
      switch error {
      case .crossEntropyNeedsProbabilities: place = definition.errorFunction.range
      case .softmaxBeforeLastLayer(let layer), .emptyLayer(let layer):
        place = definition.layers.indices.contains(layer) ? definition.layers[layer].range : range
      case .softmaxOfOneUnit: place = definition.layers.last?.range ?? range
      default: place = range
      }
      throw problem(error, at: place, example: example)
    }
    emit([.note([.text(state.network.map { NetworkWords.summary($0) } ?? "")])])
  }

  /// The letters of the layers: those given, else the handout's.
  private func letters(of definition: NetworkDefinition, example: String) throws(Diagnostic) -> [String] {
    let count = definition.layers.count
    guard count >= 2 else { throw problem(.tooFewLayers(count: count), example: example) }
    var between = ["j", "l", "m", "n", "o", "s", "u", "v", "z", "b", "c", "d", "f", "h"]
    guard count - 2 <= between.count else {
      throw problem(
        .outOfRange("the number of layers", value: Double(count), allowed: "at most \(between.count + 2)"),
        example: example)
    }
    var letters: [String] = []
    let given = definition.layers.compactMap { $0.letter }
    for letter in given {
      let taken = Vocabulary.isReserved(letter.value) || ["p", "q", "r"].contains(letter.value)
      if taken || letters.contains(letter.value) {
        throw Diagnostic(
          .expected(
            "a letter for the layer that means nothing else", found: "`\(letter.value)`"), at: letter.range,
          example: example)
      }
      letters.append(letter.value)
    }
    between.removeAll { letters.contains($0) }
    var result: [String] = []
    for (index, layer) in definition.layers.enumerated() {
      if let letter = layer.letter {
        result.append(letter.value)
      } else if index == 0, !letters.contains("i") {
        result.append("i")
      } else if index == count - 1, !letters.contains("k") {
        result.append("k")
      } else if !between.isEmpty {
        result.append(between.removeFirst())
      } else {
        throw problem(.tooFewLayers(count: count), example: example)
      }
    }
    return result
  }

  mutating func initializeWeights(_ scheme: WeightInitialization, seed: Int?) throws(Diagnostic) {
    var network = try currentNetwork()
    try require(8 * Double(network.core.weightCount), for: "`weights`")
    network.core.initializeWeights(scheme, seed: UInt64(seed ?? 1))
    guard network.core.projections.allSatisfy({ $0.weights.elements.allSatisfy { $0.isFinite } }) else {
      throw problem(.notFinite("a weight that is drawn like this"), example: "weights uniform -0.5 0.5")
    }
    network.scheme = scheme
    network.weightOrigin = NetworkWords.origin(scheme, seed: seed ?? 1)
    network.weightsWereSet()
    state.store(network)
    note("weights of \(network.name): \(network.weightOrigin)")
  }

  mutating func connect(_ source: Located<String>, _ target: Located<String>) throws(Diagnostic) {
    var network = try currentNetwork()
    let from = try layer(source, of: network)
    let to = try layer(target, of: network)
    do throws(NetworkError) {
      try network.core.connect(from, to)
    } catch {
      throw problem(
        error, at: source.range.lowerBound..<target.range.upperBound,
        example: skipping(network)
          ?? "network deep: i 2 - j 2 - k 1\nconnect i -> k")
    }
    network.weightsWereSet()
    state.store(network)
    note("weights w_\(source.value)\(target.value) added; they begin at zero")
  }

  /// Two layers that may be connected yet.
  private func skipping(_ network: NetworkState) -> String? {
    let layers = network.core.layers.indices
    for source in layers {
      for target in layers where target > source + 1 {
        if network.core.projection(from: source, to: target) == nil {
          return "connect \(network.letter(source)) -> \(network.letter(target))"
        }
      }
    }
    return nil
  }

  mutating func setTransfer(_ name: Located<TransferName>, of letter: Located<String>?) throws(Diagnostic) {
    var network = try currentNetwork()
    let function = try resolve(name)
    let layers: [Int]
    if let letter {
      layers = [try layer(letter, of: network)]
    } else {
      layers = Array(1..<network.core.layers.count)
    }
    for layer in layers {
      do throws(NetworkError) {
        try network.core.setTransfer(function, ofLayer: layer)
      } catch {
        let isInput = error == .transferOfInputLayer
        throw problem(error, at: isInput ? letter?.range : name.range, example: "transfer j tanh")
      }
    }
    network.forgetTraining()
    network.networkHasChanged()
    state.store(network)
    let names = layers.map { network.letter($0) }
    note(
      "transfer function of \(names.count == 1 ? "layer" : "layers") \(Wording.list(names)): \(function.name)"
    )
  }

  mutating func reset() throws(Diagnostic) {
    var network = try currentNetwork()
    for (index, weights) in network.initialWeights.enumerated() {
      do throws(NetworkError) { try network.core.setWeights(weights, ofProjection: index) } catch {
        throw problem(error)
      }
    }
    network.forgetTraining()
    network.networkHasChanged()
    state.store(network)
    note("weights of \(network.name) as before training: \(network.weightOrigin)")
  }

  // MARK: - Freezing

  mutating func setFrozen(_ isFrozen: Bool, _ selections: [Located<WeightSelection>]) throws(Diagnostic) {
    var network = try currentNetwork()
    for selection in selections {
      let places = try places(of: selection, in: network)
      var frozen = network.core.projections.map { projection in
        projection.frozen ?? [Bool](repeating: false, count: projection.weights.elements.count)
      }
      for (number, place) in places.enumerated() {
        if number % 100_000 == 0, host.isInterrupted() { throw problem(.interrupted) }
        let columns = network.core.projections[place.projection].weights.columns
        frozen[place.projection][place.row * columns + place.column] = isFrozen
      }
      for projection in Set(places.map { $0.projection }) {
        do throws(NetworkError) {
          try network.core.setFrozen(frozen[projection], ofProjection: projection)
        } catch { throw problem(error, at: selection.range) }
      }
    }
    network.forgetTraining()
    state.store(network)
    let all = network.core.weightCount
    let frozen = network.core.projections.reduce(0) { $0 + ($1.frozen?.filter { $0 }.count ?? 0) }
    note(
      frozen == 0
        ? "no weight is frozen"
        : "\(frozen) of \(Wording.plural(all, "weight")) frozen: updates leave them alone")
  }

  // MARK: - Names

  func layer(_ letter: Located<String>, of network: NetworkState) throws(Diagnostic) -> Int {
    guard let layer = network.layer(letter.value) else {
      throw Diagnostic(.unknownLayer(letter.value, known: network.letters), at: letter.range)
    }
    return layer
  }

  /// A built-in transfer function, or one of the user's own.
  func resolve(_ name: Located<TransferName>) throws(Diagnostic) -> TransferFunction {
    switch name.value {
    case .builtIn(let function): return function
    case .named(let word):
      guard let function = try state.transferFunction(named: word, at: name.range) else {
        let known = TransferWords.builtIn + state.functions.map { $0.name }
        throw Diagnostic.unknown(
          word, .unknownName(word, kind: "transfer function", known: known), at: name.range, among: known,
          example: "transfer j tanh")
      }
      return .custom(function)
    }
  }
}

/// The names of the built-in transfer functions.
enum TransferWords {
  static let builtIn = ["sigmoid", "identity", "tanh", "relu", "leaky relu", "softplus", "step", "softmax"]
}
