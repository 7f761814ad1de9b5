import Backprop

/// Functions of the user's own.
extension Execution {
  /// `g(a) = …`: where the name is `g`, it becomes the transfer function of every layer but the input.
  mutating func defineFunction(
    _ name: Located<String>, parameter: String, _ formula: SourceFormula
  ) throws(Diagnostic) {
    if CommandTable.command(named: name.value) != nil {
      throw Diagnostic(
        .expected("a name that means nothing yet", found: "`\(name.value)`"), at: name.range,
        example: "g(a) = a / (1 + abs(a))")
    }
    let function = UserFunction(name: name.value, parameter: parameter, formula: formula.formula)
    state.functions.removeAll { $0.name == function.name }
    state.functions.append(function)
    guard let transfer = try transferFunction(named: name.value, at: formula.range) else { return }
    let derivative = SymbolicDerivative.derivative(of: formula.formula, by: parameter)
    var blocks: [Block] = [
      .paragraph([.text("\(name.value)(\(parameter)) = "), .formula(function.formula)]),
      .paragraph([.text("\(name.value)'(\(parameter)) = "), .formula(derivative)]),
    ]
    var users = 0
    for var network in state.networks {
      var changed = false
      for layer in network.network.layers.indices.dropFirst() {
        let isUser = network.network.layers[layer].transfer.name == name.value
        guard isUser || (name.value == "g" && network.name == state.currentNetwork) else { continue }
        do throws(NetworkError) { try network.network.setTransfer(.custom(transfer), ofLayer: layer) } catch {
          throw problem(error, at: name.range)
        }
        changed = true
        users += 1
      }
      guard changed, let place = state.networks.firstIndex(where: { $0.name == network.name }) else {
        continue
      }
      network.trainer = nil
      network.networkHasChanged()
      state.networks[place] = network
    }
    let uses =
      users > 0
      ? [Inline.text("transfer function of \(Wording.plural(users, "layer"))")]
      : [.code("transfer j \(name.value)"), .text(" gives it to a layer")]
    blocks.append(.note(uses))
    emit(blocks)
  }

  /// A function of the user's own, ready for the network; nil where there is none of the name.
  func transferFunction(named name: String, at range: SourceRange) throws(Diagnostic)
    -> CustomTransferFunction?
  {
    let functions = state.functionFormulas
    guard let formula = functions[name] else { return nil }
    let body = try FunctionResolver(definitions: state.namedFormulas, functions: functions).resolve(
      formula, at: range)
    return CustomTransferFunction(
      name: name, value: { body.value(at: .real($0)).value },
      derivative: { body.applied(to: .real($0), isDerivative: true, level: 0).value })
  }
}
