import Backprop

/// `forward 2`
extension Command {
  static let forward = Command(
    name: "forward", synonyms: ["present"], family: .passes,
    synopsis: ["forward [PATTERN] [, hidden]", "forward INPUTS [-> TARGETS] [, hidden]"],
    meaning: "present a pattern: 1a input to hidden, 1b hidden to output, 1c compare with the target",
    details: "Without a pattern: the one presented last, or the first of the set.",
    arguments: [.patternNumber],
    options: [.hidden("presents the pattern, and shows nothing: its values can be asked for")],
    examples: ["forward 2", "forward 0.5 0.1 -> 1", "forward", "forward 2, hidden"],
    parse: { (parser) throws(Diagnostic) in
      let presented = try parser.presented()
      let options = try parser.options(commaIsOptional: presented.isAgain)
      return Action { (execution) throws(Diagnostic) in
        let blocks = try execution.forward(presented)
        if options.has("hidden") { execution.hidePass() } else { execution.emit(blocks) }
      }
    })
}

/// What `forward` and `step` present.
enum Presented: Sendable {
  /// The pattern presented last, or the first of the set.
  case again
  case number(Located<Int>)
  case typed(input: Located<[Double]>, target: Located<[Double]>?)

  var isAgain: Bool { if case .again = self { true } else { false } }
}

extension StatementParser {
  /// Nothing, a pattern number, or inputs with or without targets.
  mutating func presented() throws(Diagnostic) -> Presented {
    _ = cursor.take(word: "pattern")
    if cursor.isAtEnd || command.option(at: cursor.peek == .symbol(",") ? 1 : 0, in: cursor.rest) != nil {
      return .again
    }
    return try cursor.presented()
  }
}

extension TokenCursor {
  /// A pattern number, or inputs with or without targets.
  mutating func presented() throws(Diagnostic) -> Presented {
    let start = range.lowerBound
    let input = try numbers()
    guard let first = input.first else {
      throw expected("the number of a pattern, or its inputs")
    }
    let inputRange = range(from: start)
    guard take("->") else {
      if input.count == 1, first.value == first.value.rounded(), first.value.magnitude < 1e9 {
        return .number(Located(Int(first.value), first.range))
      }
      return .typed(input: Located(input.map { $0.value }, inputRange), target: nil)
    }
    let targetStart = range.lowerBound
    let target = try numbers()
    guard !target.isEmpty else {
      throw expected("the targets, numbers")
    }
    let targetRange = range(from: targetStart)
    return .typed(
      input: Located(input.map { $0.value }, inputRange),
      target: Located(target.map { $0.value }, targetRange))
  }
}

extension Execution {
  /// The values of the presented pattern are not shown unasked.
  fileprivate mutating func hidePass() {
    guard var network = state.network else { return }
    network.presentation?.isHidden = true
    state.store(network)
  }

  /// Presents a pattern and shows the results under the headings 1a, 1b and 1c.
  mutating func forward(_ presented: Presented) throws(Diagnostic) -> [Block] {
    var network = try currentNetwork()
    let (input, target, number) = try resolve(presented, for: network)
    let pass: ForwardPass
    do throws(NetworkError) { pass = try network.core.forward(input) } catch { throw problem(error) }
    try checkFinite(pass, target, network)
    network.weightChanges = nil
    network.previousChanges = nil
    network.changesAreApplied = false
    network.presentation = Presentation(
      input: input, target: target, network: network.core, forward: pass, backward: nil, number: number)
    state.store(network)
    return PassDocument(network: network, patterns: state.patterns).forward(pass)
  }

  private func resolve(
    _ presented: Presented, for network: NetworkState
  ) throws(Diagnostic) -> (input: [Double], target: [Double]?, number: Int?) {
    switch presented {
    case .again:
      if let last = network.presentation { return (last.input, last.target, last.number) }
      let pattern = try fittingPatterns(for: network).set[0]
      return (pattern.input, pattern.target, 1)
    case .number(let number):
      if state.patterns == nil, network.core.inputUnits == 1 { return ([Double(number.value)], nil, nil) }
      let patterns = try fittingPatterns(for: network)
      guard (1...patterns.set.count).contains(number.value) else {
        throw Diagnostic(
          .noSuchPattern(number.value, name: patterns.name, count: patterns.set.count), at: number.range,
          example: "forward 1")
      }
      let pattern = patterns.set[number.value - 1]
      return (pattern.input, pattern.target, number.value)
    case .typed(let input, let target):
      let example = "forward 0 1 -> 1"
      guard input.value.count == network.core.inputUnits else {
        throw Diagnostic(
          .inputWidth(expected: network.core.inputUnits, count: input.value.count), at: input.range,
          example: example)
      }
      if let target, target.value.count != network.core.outputUnits {
        throw Diagnostic(
          .targetWidth(expected: network.core.outputUnits, count: target.value.count), at: target.range,
          example: example)
      }
      return (input.value, target?.value, nil)
    }
  }

  /// Throws if an output or E is infinite or not a number; `train` stops there too.
  private func checkFinite(
    _ pass: ForwardPass, _ target: [Double]?, _ network: NetworkState
  ) throws(Diagnostic) {
    if let place = network.firstNotFinite(pass.outputs) {
      throw problem(.notFinite("the output of unit \(place)"), example: "weights uniform -0.5 0.5")
    }
    guard let target else { return }
    let function = network.core.errorFunction
    if let beyond = target.first(where: { !function.targets.contains($0) }) {
      throw problem(
        .targetOutOfRange(beyond, errorFunction: function.name, function.targets),
        example: "forward 0 1 -> 1")
    }
    let error: Double
    do throws(NetworkError) { error = try network.core.error(pass, target: target) } catch {
      throw problem(error)
    }
    if !error.isFinite {
      if let place = state.outsideDomain(
        of: network, network.core, pass.outputs[0], target: target, isInterrupted: host.isInterrupted)
      {
        throw problem(.outsideDomain(place), example: "E = 1/2 Σ_k (t_k - y_k)^2")
      }
      throw problem(.notFinite("E of this pattern"), example: "forward 0 1 -> 1")
    }
  }
}

extension NetworkState {
  /// The first unit, layer by layer, whose value is infinite or not a number.
  func firstNotFinite(_ layers: [[Double]]) -> String? {
    for (layer, numbers) in layers.enumerated() {
      if let unit = numbers.firstIndex(where: { !$0.isFinite }) { return self.unit(layer, unit + 1) }
    }
    return nil
  }
}
