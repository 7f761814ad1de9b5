extension Network {
  /// A network of layers with these numbers of units, from the inputs to the outputs, each joined to the
  /// next.
  ///
  ///     let network = try Network(2, 2, 1, bias: 1, weights: .uniform(-0.5, 0.5), seed: 1)
  ///
  /// The layers are named as in the handout: i, j, l, m, …, k. transfer: for all layers except the input
  /// layer; bias: the constant output of the bias units, nil for none. Equal seeds make equal weights on
  /// every platform.
  ///
  /// Throws: see `init(layers:bias:errorFunction:weights:seed:)`.
  public init(
    _ units: Int..., transfer: TransferFunction = .sigmoid, bias: Double? = nil,
    errorFunction: ErrorFunction = .standard, weights: WeightInitialization, seed: UInt64 = 1
  ) throws(NetworkError) {
    let names = Layer.names(count: units.count)
    let layers = zip(names, units).map { Layer(name: $0, units: $1, transfer: transfer) }
    try self.init(layers: layers, bias: bias, errorFunction: errorFunction, weights: weights, seed: seed)
  }

  /// A network of these layers, each joined to the next. bias, weights and seed: as above.
  ///
  /// Throws: `NetworkError.tooFewLayers`, `.emptyLayer`, `.tooManyWeights`, `.softmaxBeforeLastLayer`,
  /// `.softmaxOfOneUnit`, `.transferDoesNotFit`, `.nonFiniteBias`, `.weightsCannotBeDrawn`.
  public init(
    layers: [Layer], bias: Double? = nil, errorFunction: ErrorFunction = .standard,
    weights: WeightInitialization, seed: UInt64 = 1
  ) throws(NetworkError) {
    try weights.check()
    try self.init(layers: layers, bias: bias, errorFunction: errorFunction)
    initializeWeights(weights, seed: seed)
  }
}

extension Layer {
  /// The letters of the hidden layers; the first is j.
  package static let hiddenNames = ["j", "l", "m", "n", "o", "s", "u", "v", "z", "b", "c", "d", "f", "h"]

  /// The letters for the given number of layers; once the letters run out, layers are numbered.
  package static func names(count: Int) -> [String] {
    (0..<count).map { number in
      if number == 0 { return "i" }
      if number == count - 1 { return "k" }
      return number <= hiddenNames.count ? hiddenNames[number - 1] : "\(number + 1)"
    }
  }
}
