import Backprop

/// `plot`: figures as values.
extension Execution {
  /// All figures are made before the first is shown, so that a `plot` which fails shows nothing.
  func plot(_ request: PlotRequest) throws(Diagnostic) {
    var figures: [(Figure, key: String?)] = []
    for item in request.items {
      let (content, title, description) = try figure(item, request)
      figures.append(
        (
          Figure(title: title, description: description, content: content, formats: state.figureFormats),
          key: item.subject.value == .surface ? Self.replayKey(item.subject.range) : nil
        ))
    }
    for (figure, key) in figures {
      host.emit(CellResult(.figure(figure), displayKey: key, digits: state.digits))
    }
  }

  private func figure(_ item: PlotItem, _ request: PlotRequest) throws(Diagnostic) -> Plot {
    let network = try currentNetwork()
    switch item.subject.value {
    case .error:
      let runs = request.showsLastOnly ? Array(network.runs.suffix(1)) : network.runs
      guard !runs.isEmpty else {
        throw problem(
          .nothingYet("training of network \(network.name)", command: "train"), example: "train 1000 epochs")
      }
      let plot = ErrorPlot(runs: runs, request: request, errorFunction: network.core.errorFunction)
      return (.chart(plot.chart), "Error of \(network.name) while training", plot.description)
    case .network:
      return (
        .network(try diagram(of: network, showing: item.numbers)), "Network \(network.name)",
        NetworkWords.summary(network)
      )
    case .weights:
      return (
        .grid(Figure.Grid(style: .hinton, panels: weightPanels(network))), "Weights of \(network.name)",
        "A Hinton diagram: a square for each weight, rows from, columns to."
      )
    case .activations:
      let patterns = try fittingPatterns(for: network)
      return (
        .grid(try activations(network, patterns)),
        "Outputs of \(network.name) for patterns \(patterns.name)",
        "A row for each pattern, a column for each unit; the darker, the greater its output."
      )
    case .confusion:
      let patterns = try fittingPatterns(for: network)
      return (
        .grid(try confusion(network, patterns)), "Classes of patterns \(patterns.name)",
        "Rows: the target's class; columns: the class that the network gives."
      )
    case .digits:
      let patterns = try currentPatterns()
      return (
        .images(try images(network, patterns)), "Patterns \(patterns.name)",
        "Each pattern as a picture: its class, and after the arrow what the network says."
      )
    case .transfer: return try transfer(item.units, network)
    case .boundary: return try boundary(item.units, network)
    case .hidden: return try hiddenSpace(item.units, network)
    case .surface: return try surface(item, network)
    }
  }

  /// A command that cannot be done.
  func need(_ what: String, for command: String, example: String? = nil) -> Diagnostic {
    problem(.needs(command: command, what), example: example)
  }

  /// The network with what is known of the presented pattern, or with those numbers of it that are asked for.
  func diagram(
    of network: NetworkState, showing numbers: [Located<NetworkNumber>] = []
  ) throws(Diagnostic) -> Figure.NetworkDiagram {
    let pass = network.presentation
    var diagram = Figure.NetworkDiagram(
      network: network.core, letters: network.letters, totalInputs: pass?.forward.totalInputs ?? [],
      outputs: pass?.forward.outputs ?? [], deltas: pass?.backward?.deltas ?? [], targets: pass?.target ?? [])
    guard !numbers.isEmpty else { return diagram }
    for number in numbers {
      let missing: (what: String, command: String)? =
        switch number.value {
        case .weight: nil
        case .totalInput, .output: pass == nil ? ("presented pattern", "forward") : nil
        case .delta: pass?.backward == nil ? ("δ", "backward") : nil
        case .weightChange: network.weightChanges == nil ? ("Δw", "backward") : nil
        }
      if let missing {
        throw Diagnostic(
          .nothingYet(missing.what, command: missing.command), at: number.range,
          example: missing.command == "forward" ? "forward 2" : "backward")
      }
    }
    let named = numbers.map { $0.value }
    if !named.contains(.totalInput) { diagram.totalInputs = [] }
    if !named.contains(.delta) { diagram.deltas = [] }
    if named.contains(.weightChange) { diagram.weightChanges = network.weightChanges ?? [] }
    diagram.showsOutputs = named.contains(.output)
    diagram.showsWeights = named.contains(.weight) || named.contains(.weightChange)
    return diagram
  }
}
