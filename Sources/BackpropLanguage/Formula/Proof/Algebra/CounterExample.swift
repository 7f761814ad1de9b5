import Backprop

/// A network and a pattern of small numbers for which an equation does not hold.
struct CounterExample {
  let network: Network
  let input: [Double]
  let target: [Double]
  /// Whether the network has fewer units than the one in use.
  let isSmaller: Bool
  /// E, if it is the user's own.
  private let error: Formula?
  /// Whether Δw is that of a second update, as what was remembered at the first matters.
  let isAfterUpdate: Bool
  /// What differs.
  let check: IdentityCheck

  /// A network with at most so many weights is shown as it is.
  private static let mostWeights = 12
  private static let mostTries: UInt64 = 60
  /// The most weights times tries.
  private static let mostWork = 200_000
  /// So many more networks are tried for one on which the sides differ visibly.
  private static let mostBetter: UInt64 = 12
  /// A share of the larger side that is seen at a glance.
  private static let visible = 0.05
  /// A network with more weights is not written down.
  private static let mostShown = 60

  /// equation: with Δw replaced by what it stands for. nil if none is found.
  init?(
    _ equation: SourceEquation, typed: SourceEquation, in base: FormulaContext, reach: Double? = nil,
    isInterrupted: @escaping () -> Bool
  ) throws(Diagnostic) {
    let highest = base.highestUnits(in: [equation.left.formula, equation.right.formula])
    isAfterUpdate = equation.left.formula.hasPreviousChange || equation.right.formula.hasPreviousChange
    let contexts = [
      base.ofModestSize(units: highest, most: 2, Self.mostWeights),
      base.ofModestSize(units: highest.map { $0 + 1 }, most: 3, Self.mostWeights), base,
    ]
    var best: (start: FormulaContext, own: FormulaContext, check: IdentityCheck)?
    search: for (number, context) in contexts.enumerated() {
      if number > 0, context.network.hasSameShape(as: contexts[number - 1].network) { continue }
      let tries = min(UInt64(max(2, Self.mostWork / max(context.network.weightCount, 1))), Self.mostTries)
      // With softmax, the targets of a class first: those who derive for it take their sum to be 1.
      let ofClasses = context.network.outputTransfer.isSoftmax ? tries : 0
      var last = ofClasses + tries
      for number in 1...(ofClasses + tries) where number <= last {
        if isInterrupted() { throw Diagnostic(.interrupted, at: typed.range) }
        let isOfClass = number <= ofClasses
        guard
          let sample = ProofSample(
            context, seed: isOfClass ? number : number - ofClasses, .small, targetsSumToOne: isOfClass,
            reach: reach),
          try sample.compare(equation.left, equation.right, isInterrupted: isInterrupted) == .differ
        else { continue }
        guard let own = isAfterUpdate ? Self.updated(sample.context) : Self.first(sample.context) else {
          continue
        }
        guard let check = try? IdentityCheck(typed, in: own, isMeasured: true, isInterrupted: isInterrupted),
          !check.holds
        else { continue }
        if let best, best.check.visibility >= check.visibility { continue }
        if best == nil { last = min(last, number + Self.mostBetter) }
        best = (sample.context, own, check)
        if check.visibility >= Self.visible { break search }
      }
      if best != nil { break }
    }
    guard let best else { return nil }
    network = best.start.network
    input = best.start.presentation?.input ?? []
    target = best.start.presentation?.target ?? []
    isSmaller = network.weightCount != base.network.weightCount
    error = best.own.ownError.map { best.own.shown($0.formula) }
    check = best.check
  }

  /// With Δw of a first update.
  private static func first(_ context: FormulaContext) -> FormulaContext? {
    guard let presentation = context.presentation else { return nil }
    var context = context
    context.previousWeightChanges = nil
    if let trainer = try? Trainer(network: context.network, options: context.stepOptions) {
      context.weightChanges = try? trainer.changes(
        by: presentation.forward, target: presentation.target ?? [])
    }
    return context
  }

  /// With Δw of a second update by the same pattern.
  private static func updated(_ context: FormulaContext) -> FormulaContext? {
    guard var context = first(context), let changes = context.weightChanges,
      let presentation = context.presentation
    else { return nil }
    context.network.apply(changes)
    guard let forward = try? context.network.forward(presentation.input),
      let backward = try? context.network.backward(forward, target: presentation.target ?? [])
    else { return nil }
    context.previousWeightChanges = changes
    context.presentation = Presentation(
      input: presentation.input, target: presentation.target, network: context.network, forward: forward,
      backward: backward)
    context.weightChanges = TrialWorld.changes(in: context)
    return context
  }

  /// The lines that make it; nil if they are too long to be read.
  func lines(_ letters: [String]) -> String? {
    guard network.weightCount <= Self.mostShown else { return nil }
    var lines: [String] = []
    if isSmaller {
      let layers = network.layers.enumerated().map { place, layer in
        "\(layer.name) \(layer.units)" + (place == 0 ? "" : " \(layer.transfer.name)")
      }
      let bias = network.bias.map { $0 == 1 ? ", bias" : ", bias \(Wording.number($0))" } ?? ""
      let function = network.errorFunction
      let named = function.definition == nil && function != .standard ? ", error \(function.name)" : ""
      lines.append("network " + layers.joined(separator: " - ") + bias + named)
      if let error { lines.append("E = " + error.unicode) }
      for projection in network.projections where projection.target > projection.source + 1 {
        lines.append("connect \(letters[projection.source]) -> \(letters[projection.target])")
      }
    }
    for projection in network.projections {
      let w = projection.weights
      let rows = (0..<w.rows).map { row in
        (0..<w.columns).map { Wording.number(w[row, $0]) }.joined(separator: " ")
      }
      lines.append(
        "w_\(letters[projection.source])\(letters[projection.target]) = [\(rows.joined(separator: "; "))]")
    }
    let (x, t) = (input.map { Wording.number($0) }, target.map { Wording.number($0) })
    let pass = ["forward \(x.joined(separator: " ")) -> \(t.joined(separator: " "))", "backward"]
    lines += pass + (isAfterUpdate ? ["update"] + pass : [])
    return lines.joined(separator: "\n")
  }
}

extension IdentityCheck {
  /// By which share of the larger side the sides differ in the first case that does; less than can be seen
  /// where both are small.
  fileprivate var visibility: Double {
    guard let first = failures.first else { return 0 }
    let larger = max(left[first].magnitude, right[first].magnitude)
    guard larger > 0 else { return 0 }
    let share = (left[first] - right[first]).magnitude / larger
    return larger < 0.01 ? min(share, 0.01) : share
  }
}
