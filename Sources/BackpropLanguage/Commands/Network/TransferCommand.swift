import Backprop

/// `transfer j tanh`
extension Command {
  static let transfer = Command(
    name: "transfer", family: .network,
    synopsis: ["transfer [LETTER] FUNCTION"],
    meaning: "change the transfer function of a layer, or of all layers but the input",
    details:
      "FUNCTION is "
      + TransferFunction.all.map { $0.name + ($0.isSoftmax ? " (last layer only)" : "") }
      .joined(separator: ", ") + " or your own, defined by a line like `g(a) = a / (1 + abs(a))`.",
    arguments: [.layerLetter, .transferFunction],
    continuation: { _ in [.transferFunction] },
    examples: ["transfer j tanh", "transfer k identity"],
    parse: { (parser) throws(Diagnostic) in
      var layer: Located<String>?
      if let word = parser.cursor.word, word.unicodeScalars.count == 1, let next = parser.cursor.peek(1),
        case .word = next.kind
      {
        layer = try parser.cursor.layerLetter()
      }
      // `transfer hidden tanh`
      if let word = parser.cursor.word, TransferFunction.all.named(word) == nil,
        case .word(let next)? = parser.cursor.peek(1)?.kind, TransferFunction.all.named(next) != nil
      {
        throw parser.cursor.expected("the letter of a layer", example: "transfer j \(next)")
      }
      guard let function = parser.cursor.takeTransfer() else {
        throw parser.cursor.expected("a transfer function")
      }
      try parser.finish()
      return Action { [layer] (execution) throws(Diagnostic) in try execution.setTransfer(function, of: layer)
      }
    })
}

extension Execution {
  fileprivate mutating func setTransfer(_ name: Located<TransferName>, of letter: Located<String>?)
    throws(Diagnostic)
  {
    var network = try currentNetwork()
    let function = try resolve(name)
    let layers: [Int]
    if let letter {
      layers = [try network.layer(letter)]
    } else {
      layers = Array(1..<network.core.layers.count)
    }
    for layer in layers {
      do throws(NetworkError) {
        try network.core.setTransfer(function, ofLayer: layer)
      } catch {
        let isInput = error == .transferOfInputLayer
        throw problem(error, at: isInput ? letter?.range : name.range)
      }
    }
    if let own = network.ownError, !own.isNamed {
      _ = try ErrorDefinition(own, state.formulaContext(of: network), at: name.range)
    }
    network.forgetTraining(because: "a transfer function has changed")
    network.networkHasChanged()
    state.store(network)
    let names = layers.map { network.letter($0) }
    note(
      "transfer function of \(names.count == 1 ? "layer" : "layers") \(Wording.list(names)): \(function.name)"
    )
  }

  /// A built-in transfer function, or one of the user's own.
  func resolve(_ name: Located<TransferName>) throws(Diagnostic) -> TransferFunction {
    switch name.value {
    case .builtIn(let function): return function
    case .named(let word):
      guard let function = try state.transferFunction(named: word, at: name.range) else {
        try refuseSymbol(word, at: name.range)
        let known = TransferFunction.all.map { $0.name } + state.functions.map { $0.name }
        let nearest = Spelling.nearest(to: word, among: known)
        throw Diagnostic.unknown(
          word, .unknownName(word, kind: "transfer function", known: known), at: name.range, among: known,
          example: nearest.map { "transfer \($0 == TransferFunction.softmax.name ? "k " : "j ")\($0)" })
      }
      return function
    }
  }

  /// Throws at the course's symbol for the transfer function of any layer: the f of `transfer j f`.
  private func refuseSymbol(_ word: String, at range: SourceRange) throws(Diagnostic) {
    let notation = state.notations.inUse
    let symbol = notation.symbol("g")
    guard word == "g", symbol != "g" else { return }
    let own =
      state.functions.contains { $0.name == symbol }
      ? "; your own `\(symbol.asTyped)` is back after `notation handout`" : ""
    throw Diagnostic(
      .expected(
        "the name of a transfer function",
        found: "the symbol that notation \(notation.name.asTyped) has for that of any layer\(own)"),
      at: range)
  }
}
