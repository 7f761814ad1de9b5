import BackpropLanguage

/// How the numbers of a network are written: those of one kind all alike.
struct NetworkNumbers {
  /// The outputs of the input layer, which the user has chosen, and of the others.
  let input: Precision
  let output: Precision
  let totalInput: Precision
  let delta: Precision
  let target: Precision
  let weight: Precision
  let change: Precision

  init(_ diagram: Figure.NetworkDiagram, radius: Double) {
    func within(_ text: String) -> Bool { Label(text).width <= 2 * radius / Layout.smallSize }
    input = Precision(diagram.outputs.first ?? [], atMost: 3, fits: within)
    output = Precision(diagram.outputs.dropFirst().flatMap { $0 }, atMost: 3, fits: within)
    totalInput = Precision(diagram.totalInputs.flatMap { $0 }, atMost: 3)
    delta = Precision(diagram.deltas.flatMap { $0 }, atMost: 4)
    target = Precision(diagram.targets, atMost: 3)
    weight = Precision(diagram.network.projections.flatMap { $0.weights.elements }, atMost: 3)
    change = Precision(Array(diagram.weightChanges.values), atMost: 4)
  }
}
