import Backprop

/// `plot`: figures as values.
extension Execution {
  func plot(_ request: PlotRequest) throws(Diagnostic) {
    let content: Figure.Content
    let title: String
    let description: String
    let network = try currentNetwork()
    switch request.subject.value {
    case .error:
      let runs = request.showsLastOnly ? Array(network.runs.suffix(1)) : network.runs
      guard !runs.isEmpty else {
        throw problem(
          .nothingYet("training of network \(network.name)", command: "train"), example: "train 1000 epochs")
      }
      let plot = ErrorPlot(runs: runs, request: request, errorFunction: network.network.errorFunction)
      content = .chart(plot.chart)
      title = "Error of \(network.name) while training"
      description = plot.description
    case .network:
      content = .network(diagram(of: network))
      title = "Network \(network.name)"
      description = NetworkWords.summary(network)
    case .weights:
      content = .grid(Figure.Grid(style: .hinton, panels: weightPanels(network)))
      title = "Weights of \(network.name)"
      description = "A Hinton diagram: a square for each weight, rows from, columns to."
    case .activations:
      let patterns = try fittingPatterns(for: network)
      content = .grid(try activations(network, patterns))
      title = "Outputs of \(network.name) for patterns \(patterns.name)"
      description = "A row for each pattern, a column for each unit; the darker, the greater its output."
    case .confusion:
      let patterns = try fittingPatterns(for: network)
      content = .grid(try confusion(network, patterns))
      title = "Classes of patterns \(patterns.name)"
      description = "Rows: the target's class; columns: the class that the network gives."
    case .digits:
      let patterns = try currentPatterns()
      content = .images(try images(network, patterns))
      title = "Patterns \(patterns.name)"
      description = "Each pattern as a picture: its class, and after the arrow what the network says."
    case .transfer: (content, title, description) = try transfer(request.layer, network)
    case .boundary: (content, title, description) = try boundary(request.units, network)
    case .hidden: (content, title, description) = try hiddenSpace(request.units, network)
    case .surface: (content, title, description) = try surface(request.weights, network)
    }
    show(Figure(title: title, description: description, content: content, formats: state.figureFormats))
  }

  func show(_ figure: Figure) { host.emit(CellResult(.figure(figure), digits: state.digits)) }

  /// A command that cannot be done.
  func need(_ what: String, for command: String, example: String? = nil) -> Diagnostic {
    problem(.needs(command: command, what), example: example)
  }

  /// The network with what is known of the presented pattern.
  func diagram(of network: NetworkState) -> Figure.NetworkDiagram {
    let pass = network.presentation
    return Figure.NetworkDiagram(
      network: network.network, letters: network.letters, totalInputs: pass?.forward.totalInputs ?? [],
      outputs: pass?.forward.outputs ?? [], deltas: pass?.backward?.deltas ?? [], targets: pass?.target ?? [])
  }

  private func weightPanels(_ network: NetworkState) -> [Figure.Grid.Panel] {
    network.network.projections.map { projection in
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

  private func activations(_ network: NetworkState, _ patterns: NamedPatterns) throws(Diagnostic)
    -> Figure.Grid
  {
    let set = patterns.set
    let shown = min(set.count, Self.mostPatterns)
    let places = (0..<shown).map { shown == set.count ? $0 : $0 * (set.count - 1) / (shown - 1) }
    var rows = [[Double]](repeating: [], count: network.network.layers.count)
    for place in places {
      do throws(NetworkError) {
        let pass = try network.network.forward(set[place].input)
        for (layer, outputs) in pass.outputs.enumerated() { rows[layer] += outputs }
      } catch { throw problem(error) }
    }
    let first = network.network.inputUnits <= 12 ? 0 : 1
    var panels = (first..<rows.count).map { layer in
      let columns = network.network.layers[layer].units
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

  private func confusion(_ network: NetworkState, _ patterns: NamedPatterns) throws(Diagnostic) -> Figure.Grid
  {
    let result: TestResult
    do throws(NetworkError) { result = try network.network.test(patterns.set) } catch { throw problem(error) }
    guard let counts = result.confusion, let accuracy = result.accuracy else {
      throw need("patterns whose targets are classes, 0 or 1", for: "plot confusion", example: "patterns xor")
    }
    let names = TestDocument.classNames(counts.count, patterns.set, network)
    let panel = Figure.Grid.Panel(
      title: "", rowName: "target", columnName: "output", rowLabels: names, columnLabels: names,
      values: Matrix(
        rows: counts.count, columns: counts.count, elements: counts.flatMap { $0 }.map { Double($0) }))
    let right = counts.indices.reduce(0) { $0 + counts[$1][$1] }
    let share = Numeral(accuracy * 100, digits: 1).withoutTrailingZeros.text
    return Figure.Grid(
      style: .counts, panels: [panel], notes: ["\(right) of \(patterns.set.count) right: \(share) %."])
  }

  private func images(_ network: NetworkState, _ patterns: NamedPatterns) throws(Diagnostic)
    -> Figure.ImageSheet
  {
    let set = patterns.set
    guard let shape = set.imageShape, shape.rows * shape.columns == set.inputs.columns else {
      throw need("patterns that are pictures", for: "plot digits", example: "patterns digits")
    }
    let fits =
      network.network.inputUnits == set.inputs.columns && network.network.outputUnits == set.targets.columns
    var result: TestResult?
    if fits { result = try? network.network.test(set) }
    let names = set.classNames ?? (0..<max(set.targets.columns, 2)).map { "\($0)" }
    let images = (0..<min(set.count, 40)).map { place -> Figure.ImageSheet.Image in
      var caption = "\(place + 1)"
      var isWrong = false
      if set.isClassification {
        let pair = result?.classes?[place]
        let target = pair?.target ?? set[place].target.firstIndex(of: 1) ?? 0
        caption = target < names.count ? names[target] : "\(target)"
        if let output = pair?.output {
          caption += " → " + (output < names.count ? names[output] : "\(output)")
          isWrong = output != target
        }
      }
      return Figure.ImageSheet.Image(values: set[place].input, caption: caption, isMarked: isWrong)
    }
    return Figure.ImageSheet(rows: shape.rows, columns: shape.columns, images: images)
  }

  private func transfer(
    _ letter: Located<String>?, _ network: NetworkState
  ) throws(Diagnostic) -> (Figure.Content, String, String) {
    var layer = max(network.network.layers.count - 2, 1)
    if let letter {
      guard let place = network.layer(letter.value) else {
        throw Diagnostic(.unknownLayer(letter.value, known: network.letters), at: letter.range)
      }
      guard place > 0 else {
        throw Diagnostic(
          .needs(command: "plot transfer", "a hidden or output layer: input units have no transfer function"),
          at: letter.range, example: "plot transfer \(network.letter(1))")
      }
      layer = place
    }
    let function = network.network.layers[layer].transfer
    guard function != .softmax else {
      throw need(
        "a function of one unit's a; softmax depends on the whole layer", for: "plot transfer",
        example: "plot transfer \(network.letter(1))")
    }
    let presented = network.presentation?.forward.totalInputs[layer] ?? []
    let reach = min(max(6, (presented.filter { $0.isFinite }.map { $0.magnitude }.max() ?? 0) * 1.1), 1e6)
    let a = (0...240).map { -reach + 2 * reach * Double($0) / 240 }
    let y = a.map { function.value($0) }
    let slopes = zip(a, y).map { function.derivative($0, output: $1) }
    let markers = presented.prefix(6).enumerated().map { unit, value in
      Figure.Marker(.init(x: value, y: function.value(value)), label: network.unit(layer, unit + 1))
    }
    let chart = Figure.Chart(
      x: Figure.Axis("total input a_\(network.letter(layer))"),
      y: Figure.Axis("output y = g(a), and slope g'(a)"),
      curves: [
        Figure.Curve(name: "g(a)", points: zip(a, y).map { .init(x: $0, y: $1) }),
        Figure.Curve(name: "g'(a)", points: zip(a, slopes).map { .init(x: $0, y: $1) }),
      ], markers: Array(markers))
    return (
      .chart(chart), "Transfer function of layer \(network.letter(layer)): \(function.name)",
      "g and its derivative g' over the total input."
    )
  }
}
