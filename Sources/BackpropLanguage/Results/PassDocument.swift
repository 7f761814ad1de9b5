import Backprop

/// The forward and backward pass of a pattern, and the update, as blocks under the handout's headings.
struct PassDocument {
  let network: NetworkState
  /// The set to which the pattern number refers.
  let patterns: NamedPatterns?

  private var last: Int { network.core.layers.count - 1 }

  // MARK: - Forward

  func forward(_ pass: ForwardPass) -> [Block] {
    var blocks: [Block] = [presented]
    for layer in 1...last {
      let step = HandoutStep.activations(ofLayer: layer, in: network.core)
      if layer == 1 || layer == last { blocks.append(heading(step)) }
      blocks.append(activations(pass, layer: layer))
    }
    blocks.append(heading(.comparison))
    blocks += comparison(pass)
    return blocks
  }

  private var presented: Block {
    guard let presentation = network.presentation else { return .note([]) }
    var text = "pattern"
    if let number = presentation.number {
      text += " \(number)" + (patterns.map { " of \($0.name.asTyped)" } ?? "")
    }
    text += ": " + inputs(presentation.input)
    if let target = presentation.target {
      text += " → " + ValueWords.numbers(target)
      if let name = named?.className(of: target) { text += ", \(name)" }
    }
    return .note([.text(text)])
  }

  /// The set whose columns name this network's units: not another one, in use since the pattern was
  /// presented.
  private var named: PatternSet? {
    guard let set = patterns?.set, set.inputs.columns == network.core.inputUnits,
      set.targets.columns == network.core.outputUnits
    else { return nil }
    guard let presentation = network.presentation, let number = presentation.number else { return set }
    guard number <= set.count, set[number - 1].input == presentation.input else { return nil }
    return set
  }

  /// The values of the input units, with the names of a few.
  private func inputs(_ values: [Double]) -> String {
    let names = values.count > 8 ? [] : values.indices.compactMap { named?.inputName($0 + 1) }
    guard names.count == values.count else { return ValueWords.numbers(values) }
    return zip(names, values).map { "\($0) \(ValueWords.numbers([$1]))" }.joined(separator: ", ")
  }

  /// A row per unit; a unit that stands for a class has its name.
  private func units(_ columns: [(head: Formula, values: [Double])], ofLayer layer: Int) -> Block {
    let classes = layer == last ? named : nil
    return UnitTable.block(columns, ofLayer: layer, in: network) { classes?.className($0) }
  }

  /// meaning: what the step shows here; nil: what it does.
  private func heading(_ step: HandoutStep, _ meaning: String? = nil) -> Block {
    .heading([.strong(step.rawValue), .text("  " + (meaning ?? step.meaning(in: network.core)))])
  }

  private func activations(_ pass: ForwardPass, layer: Int) -> Block {
    let letter = Subscript(network.letter(layer))
    return units(
      [
        (.quantity(.totalInput, [letter]), pass.totalInputs[layer]),
        (.quantity(.output, [letter]), pass.outputs[layer]),
      ], ofLayer: layer)
  }

  private func comparison(_ pass: ForwardPass) -> [Block] {
    let letter = Subscript(network.letter(last))
    guard let target = network.presentation?.target else {
      return [
        .note([.text("no target was given; "), .code("forward INPUTS -> TARGETS"), .text(" presents one")])
      ]
    }
    let output = Formula.quantity(.output, [letter])
    let wanted = Formula.quantity(.target, [letter])
    let differences = zip(target, pass.output).map { $0 - $1 }
    let table = units(
      [(wanted, target), (output, pass.output), (.difference(wanted, output), differences)], ofLayer: last)
    let error = (try? network.core.error(pass, target: target)) ?? .nan
    return [table, .paragraph([.formula(.quantity(.error, [])), .text(" = "), .number(error)])]
  }

  // MARK: - Backward

  /// settings: of the learning rule, by which the weight changes follow from δ.
  func backward(_ pass: BackwardPass, settings: String) -> [Block] {
    var blocks: [Block] = [
      .note([.text(settings + "; all δ with the weights before any update")]),
      heading(.outputDelta, last > 1 ? "δ and Δw of the output layer" : "δ of the output layer"),
      deltas(pass, layer: last),
    ]
    blocks += changes(into: last)
    guard last > 1 else { return blocks }
    blocks.append(heading(.hiddenDelta, "δ of the hidden \(last > 2 ? "layers" : "layer")"))
    for layer in (1..<last).reversed() { blocks.append(deltas(pass, layer: layer)) }
    blocks.append(heading(.hiddenChanges, "Δw of the hidden \(last > 2 ? "layers" : "layer")"))
    for layer in (1..<last).reversed() { blocks += changes(into: layer) }
    return blocks
  }

  private func deltas(_ pass: BackwardPass, layer: Int) -> Block {
    units([(.quantity(.delta, [Subscript(network.letter(layer))]), pass.deltas[layer])], ofLayer: layer)
  }

  private func changes(into layer: Int) -> [Block] {
    guard let changes = network.weightChanges else { return [] }
    return network.core.projections.indices.filter { network.core.projections[$0].target == layer }.map {
      WeightTable.block(changes[$0], .weightChange, of: network.core.projections[$0], in: network)
    }
  }

  // MARK: - Update

  func update() -> [Block] {
    var blocks: [Block] = [.heading([.strong("update"), .text("  w ← w + Δw")])]
    blocks += WeightTable.blocks(of: network)
    let frozen = network.core.projections.reduce(0) { $0 + ($1.frozen?.filter { $0 }.count ?? 0) }
    if frozen > 0 {
      blocks.append(.note([.text("\(Wording.plural(frozen, "weight")) frozen, so not changed")]))
    }
    return blocks
  }
}
