import BackpropLanguage

/// How the numbers of a network are written: those of one kind all alike.
struct NetworkNumbers {
  /// The outputs of the input layer, which the user has chosen, and of the others.
  let input: NumberPrecision
  let output: NumberPrecision
  let totalInput: NumberPrecision
  let delta: NumberPrecision
  let target: NumberPrecision
  let weight: NumberPrecision
  let change: NumberPrecision

  init(_ diagram: Figure.NetworkDiagram, radius: Double) {
    func within(_ text: String) -> Bool { Label(text).width <= 2 * radius / Layout.smallSize }
    input = NumberPrecision(diagram.outputs.first ?? [], atMost: 3, fits: within)
    output = NumberPrecision(diagram.outputs.dropFirst().flatMap { $0 }, atMost: 3, fits: within)
    totalInput = NumberPrecision(diagram.totalInputs.flatMap { $0 }, atMost: 3)
    delta = NumberPrecision(diagram.deltas.flatMap { $0 }, atMost: 4)
    target = NumberPrecision(diagram.targets, atMost: 3)
    weight = NumberPrecision(diagram.network.projections.flatMap { $0.weights.elements }, atMost: 3)
    change = NumberPrecision(Array(diagram.weightChanges.values), atMost: 4)
  }
}
