import Backprop

/// User-defined functions, after something in them has changed.
extension Execution {
  /// Makes every network use the current functions, after a name in one of them has been redefined.
  ///
  /// range: the definition that changed it, for the message that a function can no longer be evaluated. name:
  /// of what has changed.
  mutating func rebindFunctions(at range: SourceRange, after name: String? = nil) throws(Diagnostic) {
    let reason = (name ?? "a definition") + " has changed"
    do throws(Diagnostic) {
      if try state.rebindRule() { note("rule \(state.rule.name) uses it from now on") }
    } catch {
      // What is wrong is what has just been typed, not the rule.
      throw Diagnostic(error.problem, at: range, example: error.example)
    }
    for var network in state.networks {
      var changed: [String] = []
      for (place, layer) in network.core.layers.enumerated() {
        let old = layer.transfer
        guard let new = try state.transferFunction(named: old.name, at: range), new != old
        else { continue }
        do throws(NetworkError) { try network.core.setTransfer(new, ofLayer: place) } catch {
          throw problem(error, at: range)
        }
        changed.append(network.letter(place))
      }
      if let own = network.ownError, !own.isNamed {
        let definition = try ErrorDefinition(own, state.formulaContext(of: network), at: range)
        let isNew = definition.function != network.core.errorFunction
        if isNew {
          do throws(NetworkError) { try network.core.setErrorFunction(definition.function) } catch {
            throw problem(error, at: range)
          }
          network.ownError = definition.own
          state.replace(network, because: reason)
          note("E of network \(network.name.asTyped) uses it from now on")
        }
      }
      guard !changed.isEmpty else { continue }
      state.replace(network, because: reason)
      note(
        "layer\(changed.count == 1 ? "" : "s") \(Wording.list(changed)) of network \(network.name.asTyped) "
          + "use\(changed.count == 1 ? "s" : "") it from now on")
    }
  }
}

extension SessionState {
  /// A user-defined function, ready for the network; nil if none has this name.
  func transferFunction(named name: String, at range: SourceRange) throws(Diagnostic)
    -> TransferFunction?
  {
    guard functions.contains(where: { $0.name == name }) else { return nil }
    let resolver = FunctionResolver(definitions: namedFormulas, functions: functionFormulas)
    let body = try resolver.body(of: name, at: range).body
    return TransferFunction(
      name: name, definition: resolver.definition(of: name),
      value: { body.value(at: .real($0)).value },
      derivative: { body.applied(to: .real($0), isDerivative: true, level: 0).value },
      calculation: { body.value(in: &$0, at: $1) })
  }

  /// Replaces the network of the same name, which used the old functions, without changing which network is
  /// in use.
  mutating func replace(_ network: NetworkState, because reason: String) {
    guard let place = networks.firstIndex(where: { $0.name == network.name }) else { return }
    var network = network
    network.forgetTraining(because: reason)
    network.networkHasChanged()
    networks[place] = network
  }
}
