import Backprop

extension FigureEntry {
  static let network = FigureEntry(
    name: "network", form: "network [a] [y] [δ] [w] [Δw]",
    meaning:
      "units by output, weights by size and sign, and the numbers that you name (or all but Δw); "
      + "on a page, point at a unit or a weight to see where its numbers come from",
    arguments: [.words(NetworkNumber.words)],
    parse: { (cursor, _) throws(Diagnostic) in
      let numbers = try cursor.takeNetworkNumbers()
      return { (context) throws(Diagnostic) in
        let network = try context.network()
        var diagram = try Figure.NetworkDiagram(of: network, showing: numbers)
        diagram.answers = try context.answers(about: network)
        return context.figure(
          "Network \(network.name.asTyped)", NetworkWords.summary(network, in: context.execution.state),
          .network(diagram))
      }
    })
}

extension FigureContext {
  /// More units of a layer are not drawn.
  private static let mostUnits = 14
  /// Weights that are drawn so close together that none can be pointed at have no explanations.
  private static let mostWeights = 160

  /// The explanations of what can be pointed at.
  fileprivate func answers(about network: NetworkState) throws(Diagnostic) -> [Figure.NetworkDiagram.Answer] {
    guard execution.host.explainsNetworks else { return [] }
    let explanation = Explanation(
      try execution.formulaContext(), digits: execution.state.digits,
      isInterrupted: execution.host.isInterrupted)
    var answers: [Figure.NetworkDiagram.Answer] = []
    for part in parts(of: network.core) {
      try work.checkInterrupt()
      let blocks = try explanation.blocks(about: part, at: execution.range)
      if !blocks.isEmpty { answers.append(Figure.NetworkDiagram.Answer(part: part, blocks: blocks)) }
    }
    return answers
  }

  private func parts(of network: Network) -> [NetworkPart] {
    var parts: [NetworkPart] = []
    for (place, layer) in network.layers.enumerated() {
      for unit in 0..<layer.units where unit < Self.mostUnits || unit >= layer.units - 2 {
        parts.append(.unit(layer: place, unit: unit))
      }
    }
    guard network.projections.reduce(0, { $0 + $1.weights.elements.count }) <= Self.mostWeights else {
      return parts
    }
    for place in network.projections.indices {
      parts += network.weights(ofProjection: place)
    }
    return parts
  }
}

/// A number at a unit or a line of a network diagram.
enum NetworkNumber: String, Sendable, CaseIterable {
  case totalInput = "a"
  case output = "y"
  case delta = "δ"
  case weight = "w"
  case weightChange = "Δw"

  static let words = allCases.map { $0.rawValue }
}

extension TokenCursor {
  fileprivate mutating func takeNetworkNumbers() throws(Diagnostic) -> [Located<NetworkNumber>] {
    var numbers: [Located<NetworkNumber>] = []
    while let word {
      guard let number = NetworkNumber(rawValue: word) else {
        throw expected(
          "what the network shows: \(Wording.list(NetworkNumber.words, last: "or"))",
          example: "plot network a y δ")
      }
      numbers.append(Located(number, range))
      advance()
    }
    return numbers
  }
}

extension Figure.NetworkDiagram {
  /// The network with everything known about the presented pattern, or only the requested numbers.
  init(of network: NetworkState, showing numbers: [Located<NetworkNumber>] = []) throws(Diagnostic) {
    let pass = network.presentation
    self.init(
      network: network.core, letters: network.letters, totalInputs: pass?.forward.totalInputs ?? [],
      outputs: pass?.forward.outputs ?? [], deltas: pass?.backward?.deltas ?? [], targets: pass?.target ?? [])
    guard !numbers.isEmpty else { return }
    for number in numbers {
      guard let missing = network.missing(number.value) else { continue }
      throw Diagnostic(
        .nothingYet(missing.what, command: missing.command), at: number.range)
    }
    let named = numbers.map { $0.value }
    if !named.contains(.totalInput) { totalInputs = [] }
    if !named.contains(.delta) { deltas = [] }
    if named.contains(.weightChange) {
      for (place, changes) in (network.weightChanges ?? []).enumerated() {
        show(changes, ofProjection: place)
      }
    }
    showsOutputs = named.contains(.output)
    showsWeights = named.contains(.weight) || named.contains(.weightChange)
  }
}

extension NetworkState {
  /// What is missing for a number to be available, and the command that provides it; nil if it is available.
  fileprivate func missing(_ number: NetworkNumber) -> (what: String, command: String)? {
    switch number {
    case .weight: nil
    case .totalInput, .output: presentation == nil ? ("presented pattern", "forward") : nil
    case .delta: presentation?.backward == nil ? ("δ", "backward") : nil
    case .weightChange: weightChanges == nil ? ("Δw", "backward") : nil
    }
  }
}
