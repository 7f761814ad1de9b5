import Backprop

extension FigureEntry {
  static let activations = FigureEntry(
    name: "activations", meaning: "the output of every unit for every pattern as shades",
    build: { (context) throws(Diagnostic) in
      let network = try context.network()
      let patterns = try context.patterns(for: network)
      return context.figure(
        "Outputs of \(network.name.asTyped) for patterns \(patterns.name.asTyped)",
        "A row for each pattern, a column for each unit; the bluer, the greater its output.",
        .grid(try Activations(network: network, set: patterns.set).grid(context.work)))
    })
}

/// The outputs of all units for every pattern, and the targets.
struct Activations {
  let network: NetworkState
  let set: PatternSet

  /// The maximum number of patterns shown one by one; from a larger set, an evenly spaced sample.
  private static let mostPatterns = 38
  /// More input units than this would leave no room for the others.
  private static let mostInputs = 12

  func grid(_ work: LongWork) throws(Diagnostic) -> Figure.Grid {
    let places = Evenly.places(set.count, atMost: Self.mostPatterns)
    let numbers = places.map { $0 + 1 }
    var rows = [[Double]](repeating: [], count: network.core.layers.count)
    for place in places {
      try work.checkInterrupt()
      do throws(NetworkError) {
        let pass = try network.core.forward(set[place].input)
        for (layer, outputs) in pass.outputs.enumerated() { rows[layer] += outputs }
      } catch { throw work.problem(error) }
    }
    let first = network.core.inputUnits <= Self.mostInputs ? 0 : 1
    let last = rows.count - 1
    var panels = (first..<last).map {
      Figure.Grid.Panel("y", ofLayer: $0, in: network, patterns: numbers, rows[$0])
    }
    let targets = places.flatMap { set[$0].target }
    panels += [("y", rows[last]), ("t", targets)].map { symbol, values in
      Figure.Grid.Panel(
        symbol, ofLayer: last, in: network, patterns: numbers, values, classes: set.numberedClasses)
    }
    var notes = places.count < set.count ? ["\(places.count) of \(set.count) patterns, evenly spaced."] : []
    let names =
      (first == 0 ? names(ofLayer: 0) { set.inputName($0) } : [])
      + names(ofLayer: rows.count - 1) { set.className($0) }
    if !names.isEmpty { notes.append(names.joined(separator: ", ") + ".") }
    return Figure.Grid(style: .heat, panels: panels, notes: notes)
  }

  /// What the units of a layer stand for: `i1: sepal length`. name: of a unit, from 1.
  private func names(ofLayer layer: Int, _ name: (Int) -> String?) -> [String] {
    let count = layer == 0 ? network.core.inputUnits : network.core.outputUnits
    return (1...max(min(count, Self.mostInputs), 1)).compactMap { unit in
      name(unit).map { "\(network.unit(layer, unit)): \($0)" }
    }
  }
}
