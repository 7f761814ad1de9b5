import Backprop

/// What `plot weights`, `activations`, `confusion` and `digits` show: tables of shades, and pictures.
extension Execution {
  func weightPanels(_ network: NetworkState) -> [Figure.Grid.Panel] {
    network.core.projections.map { projection in
      let source = network.letter(projection.source)
      let target = network.letter(projection.target)
      let first = projection.hasBias ? 0 : 1
      return Figure.Grid.Panel(
        title: "w_\(source)\(target)", rowName: "from", columnName: "to",
        rowLabels: (0..<projection.weights.rows).map { "\(source)\($0 + first)" },
        columnLabels: (1...projection.weights.columns).map { "\(target)\($0)" }, values: projection.weights)
    }
  }

  /// The most patterns that are shown one by one; of more, some evenly apart.
  private static let mostPatterns = 38

  func activations(_ network: NetworkState, _ patterns: NamedPatterns) throws(Diagnostic)
    -> Figure.Grid
  {
    let set = patterns.set
    let places = Evenly.places(set.count, atMost: Self.mostPatterns)
    let shown = places.count
    var rows = [[Double]](repeating: [], count: network.core.layers.count)
    for place in places {
      try checkInterrupt()
      do throws(NetworkError) {
        let pass = try network.core.forward(set[place].input)
        for (layer, outputs) in pass.outputs.enumerated() { rows[layer] += outputs }
      } catch { throw problem(error) }
    }
    let first = network.core.inputUnits <= 12 ? 0 : 1
    var panels = (first..<rows.count).map { layer in
      let columns = network.core.layers[layer].units
      return Figure.Grid.Panel(
        title: "y_\(network.letter(layer))", rowName: "pattern", columnName: "unit",
        rowLabels: places.map { "\($0 + 1)" }, columnLabels: (1...columns).map { network.unit(layer, $0) },
        values: Matrix(rows: shown, columns: columns, elements: rows[layer]))
    }
    let last = rows.count - 1
    panels.append(
      Figure.Grid.Panel(
        title: "t_\(network.letter(last))", rowName: "pattern", columnName: "unit",
        rowLabels: places.map { "\($0 + 1)" },
        columnLabels: (1...set.targets.columns).map { network.unit(last, $0) },
        values: Matrix(
          rows: shown, columns: set.targets.columns, elements: places.flatMap { set[$0].target })))
    let notes = shown < set.count ? ["\(shown) of \(set.count) patterns, evenly apart."] : []
    return Figure.Grid(style: .heat, panels: panels, notes: notes)
  }

  func confusion(_ network: NetworkState, _ patterns: NamedPatterns) throws(Diagnostic) -> Figure.Grid {
    let result: TestResult
    do throws(NetworkError) {
      result = try network.core.test(patterns.set, threads: Processor.cores) { !host.isInterrupted() }
    } catch {
      throw problem(error)
    }
    try checkInterrupt()
    guard let counts = result.confusion, let accuracy = result.accuracy else {
      throw need("patterns whose targets are classes, 0 or 1", for: "plot confusion", example: "patterns xor")
    }
    let names = TestDocument.classNames(counts.count, patterns.set, network)
    let panel = Figure.Grid.Panel(
      title: "", rowName: "target", columnName: "output", rowLabels: names, columnLabels: names,
      values: Matrix(
        rows: counts.count, columns: counts.count, elements: counts.flatMap { $0 }.map { Double($0) }))
    let right = counts.indices.reduce(0) { $0 + counts[$1][$1] }
    let without = result.nonFinite.count
    return Figure.Grid(
      style: .counts, panels: [panel],
      notes: ["\(right) of \(patterns.set.count) right: \(TestDocument.percentage(accuracy)) %."]
        + (without > 0 ? ["The outputs of \(without) are infinite or not a number."] : []))
  }

  /// The most pictures that are shown.
  private static let mostPictures = 40

  func images(_ network: NetworkState, _ patterns: NamedPatterns) throws(Diagnostic)
    -> Figure.ImageSheet
  {
    let set = patterns.set
    guard let shape = set.imageShape, shape.rows * shape.columns == set.inputs.columns else {
      throw need("patterns that are pictures", for: "plot digits", example: "patterns digits")
    }
    let fits =
      network.core.inputUnits == set.inputs.columns && network.core.outputUnits == set.targets.columns
    let shown: PatternSet
    var result: TestResult?
    do throws(NetworkError) {
      shown = try set.selecting(Array(0..<min(set.count, Self.mostPictures)))
      if fits {
        result = try network.core.test(shown, threads: Processor.cores) { !host.isInterrupted() }
      }
    } catch { throw problem(error) }
    try checkInterrupt()
    let names = set.classNames ?? (0..<max(set.targets.columns, 2)).map { "\($0)" }
    let isClassification = shown.isClassification
    let images = (0..<shown.count).map { place -> Figure.ImageSheet.Image in
      var caption = "\(place + 1)"
      var isWrong = false
      if isClassification {
        let pair = result?.classes?[place]
        let target = pair?.target ?? shown[place].target.firstIndex(of: 1) ?? 0
        caption = target < names.count ? names[target] : "\(target)"
        if let output = pair?.output {
          caption += " → " + (output < names.count ? names[output] : "\(output)")
          isWrong = output != target
        }
      }
      return Figure.ImageSheet.Image(values: shown[place].input, caption: caption, isMarked: isWrong)
    }
    return Figure.ImageSheet(rows: shape.rows, columns: shape.columns, images: images, count: set.count)
  }
}
