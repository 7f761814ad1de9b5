import Backprop

/// Functions of the user's own.
extension Execution {
  /// `g(a) = …`: where the name is `g`, it becomes the transfer function of every layer but the input.
  mutating func defineFunction(
    _ name: Located<String>, parameter: String, _ formula: SourceFormula
  ) throws(Diagnostic) {
    if CommandTable.command(named: name.value) != nil || TransferWords.builtIn.contains(name.value) {
      throw Diagnostic(
        .expected("a name that means nothing yet", found: "`\(name.value)`"), at: name.range,
        example: "g(a) = a / (1 + abs(a))")
    }
    let function = UserFunction(name: name.value, parameter: parameter, formula: formula.formula)
    state.functions.removeAll { $0.name == function.name }
    state.functions.append(function)
    guard let transfer = try state.transferFunction(named: name.value, at: formula.range) else { return }
    let derivative = SymbolicDerivative.derivative(of: formula.formula, by: parameter)
    var blocks: [Block] = [
      .paragraph([.text("\(name.value)(\(parameter)) = "), .formula(function.formula)]),
      .paragraph([.text("\(name.value)'(\(parameter)) = "), .formula(derivative)]),
    ]
    var users = 0
    for var network in state.networks {
      var changed = false
      for layer in network.core.layers.indices.dropFirst() {
        let isUser = network.core.layers[layer].transfer.name == name.value
        guard isUser || (name.value == "g" && network.name == state.currentNetwork) else { continue }
        do throws(NetworkError) { try network.core.setTransfer(.custom(transfer), ofLayer: layer) } catch {
          throw problem(error, at: name.range)
        }
        changed = true
        users += 1
      }
      if changed { state.replace(network) }
    }
    try rebindFunctions(at: formula.range)
    let uses =
      users > 0
      ? [Inline.text("transfer function of \(Wording.plural(users, "layer"))")]
      : [.code("transfer j \(name.value)"), .text(" gives it to a layer")]
    blocks.append(.note(uses))
    emit(blocks)
  }

  /// Lets every network compute by the functions as they are now, after a name in one of them has been given
  /// another meaning.
  ///
  /// range: the definition that changed it, for saying that a function cannot be worked out any more.
  mutating func rebindFunctions(at range: SourceRange) throws(Diagnostic) {
    for var network in state.networks {
      var changed: [String] = []
      for (place, layer) in network.core.layers.enumerated() {
        guard case .custom(let old) = layer.transfer,
          let new = try state.transferFunction(named: old.name, at: range), new != old
        else { continue }
        do throws(NetworkError) { try network.core.setTransfer(.custom(new), ofLayer: place) } catch {
          throw problem(error, at: range)
        }
        changed.append(network.letter(place))
      }
      guard !changed.isEmpty else { continue }
      state.replace(network)
      note(
        "layer\(changed.count == 1 ? "" : "s") \(Wording.list(changed)) of network \(network.name) "
          + "use\(changed.count == 1 ? "s" : "") it from now on")
    }
  }
}

extension SessionState {
  /// A function of the user's own, ready for the network; nil where there is none of the name.
  func transferFunction(named name: String, at range: SourceRange) throws(Diagnostic)
    -> CustomTransferFunction?
  {
    guard functions.contains(where: { $0.name == name }) else { return nil }
    let resolver = FunctionResolver(definitions: namedFormulas, functions: functionFormulas)
    let body = try resolver.body(of: name, at: range).body
    return CustomTransferFunction(
      name: name, definition: resolver.definition(of: name),
      value: { body.value(at: .real($0)).value },
      derivative: { body.applied(to: .real($0), isDerivative: true, level: 0).value })
  }

  /// Puts the network in place of that of its name, which computed otherwise, and leaves the one in use in
  /// use.
  fileprivate mutating func replace(_ network: NetworkState) {
    guard let place = networks.firstIndex(where: { $0.name == network.name }) else { return }
    var network = network
    network.forgetTraining()
    network.networkHasChanged()
    networks[place] = network
  }
}
