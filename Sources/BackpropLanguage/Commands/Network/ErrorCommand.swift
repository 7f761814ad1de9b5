import Backprop

/// `error absolute`
extension Command {
  static let error = Command(
    name: "error", family: .network,
    synopsis: NamedError.all.map { "error \($0.form)" } + ["E = FORMULA [, hidden]"],
    meaning: "change the error function E of the network in use",
    details: NamedError.all.map { "\($0.name): \($0.meaning)" }.joined(separator: ". ")
      + ". Or type E itself, as a formula in t_k and y_k: δ_k = -∂E/∂a_k is worked out from it, shown, and "
      + "used by every command; `, hidden` at the end shows E only. Weights may be added to it, as in "
      + "`+ 0.001/2 Σ_ij w_ij^2`, whose derivative becomes a part of ∂E/∂w_ij, not of δ. `Σ_ij w_ij^2` is "
      + "the sum over the weights from layer i to "
      + "layer j, the bias weights w_i0j among them; `- Σ_j w_i0j^2` leaves them out, and `+ Σ_jk w_jk^2` "
      + "adds those of the next layer. E is that of one pattern, so `total E` contains this part once for "
      + "each pattern. With `mean`, an update by a batch takes it once. A sum may have one for each of its "
      + "units in it, as the group lasso `λ Σ_j sqrt(Σ_k w_jk^2)` has; K and n_k are the number of units "
      + "k, as in `1/K Σ_k (t_k - y_k)^2`. E must have a value wherever outputs can come: "
      + "`Σ_k 1/(y_k - 1/2)` is refused.",
    arguments: [.words(NamedError.all.map { $0.name })],
    examples: [
      "error absolute", "error huber 0.5", "network 2-2-2\nE = Σ_k log(cosh(y_k - t_k))",
      "network 2-2-1\nlet λ = 0.001\nE = 1/2 Σ_k (t_k - y_k)^2 + λ/2 (Σ_ij w_ij^2 + Σ_jk w_jk^2)",
    ],
    parse: { (parser) throws(Diagnostic) in
      let names = NamedError.all.map { $0.name }
      let range = parser.cursor.range
      let what = "an error function: " + Wording.list(names.map { "`\($0)`" }, last: "or")
      guard let name = parser.cursor.takeName() else { throw parser.cursor.expected(what) }
      guard let error = NamedError.all.first(where: { $0.name == name.value }) else {
        // `cross entropy`
        let next = parser.cursor.word.map { name.value + $0 } ?? name.value
        if let other = NamedError.calledElsewhere(name.value) ?? NamedError.calledElsewhere(next) {
          throw Diagnostic(
            .expected(
              "`\(other.form)` for \(other.meaning)", found: "`\(name.value)`"), at: range,
            suggestion: other.name, example: "error \(other.usualForm)")
        }
        throw Diagnostic.unknown(
          name.value, .expected(what, found: "`\(name.value)`"), at: range, among: names)
      }
      var number: Double?
      if let parameter = error.parameter, !parser.cursor.isAtEnd {
        let value = try parser.cursor.number("\(parameter.letter), a number")
        guard value.value > 0, value.value.isFinite else {
          throw Diagnostic(
            .outOfRange(parameter.letter, value: value.value, allowed: "more than 0"), at: value.range)
        }
        number = value.value
      }
      try parser.finish()
      return Action { [number] (execution) throws(Diagnostic) in
        let network = try execution.currentNetwork()
        let chosen = try error.function(
          number: number, execution.state.formulaContext(of: network), at: execution.range)
        try execution.setError(chosen.function, chosen.own, at: execution.range)
      }
    })
}
