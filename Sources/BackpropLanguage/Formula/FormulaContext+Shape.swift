import Backprop

extension FormulaContext {
  /// The same with a network of another shape. An E of one's own is worked out anew for it, because its parts
  /// may name each weight. nil if E has no meaning there.
  func reshaped(_ network: Network) -> FormulaContext? {
    var context = self
    context.network = network
    guard let ownError, !network.hasSameShape(as: self.network) else { return context }
    guard let definition = try? ErrorDefinition(ownError, context, at: 0..<0),
      (try? context.network.setErrorFunction(definition.function)) != nil
    else { return nil }
    context.ownError = definition.own
    return context
  }
}
