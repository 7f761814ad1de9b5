import Backprop
import Rendering
import Testing

@testable import BackpropLanguage

/// The equations shown in `animate step` hold for the network at hand.
@Suite struct StepAnimationTests {
  private static let skipping = """
    network 2 - 3 - 2 tanh - 2, bias
    connect i -> k
    connect j -> k
    weights uniform -1 1, seed 3
    forward 0.3 -0.7 -> 1 0
    """

  /// Each with a bias weight into every unit, so that shifting it shifts the unit's total input.
  private static let networks = [
    "network 2 - 3 tanh - 2 sigmoid, bias\nforward 0.3 -0.7 -> 1 0",
    // Softmax with squares: every output's error reaches every total input.
    "network 2 - 3 tanh - 3 softmax, bias, error squares\nforward 0.3 -0.7 -> 0 1 0",
    // Targets that do not sum to 1.
    "network 2 - 3 - 3 softmax, bias, error cross-entropy\nforward 0.3 -0.7 -> 0.5 1 0.25",
    "network 2 - 3 - 3 softmax, bias, error cross-entropy\nforward 0.3 -0.7 -> 0.25 0.5 0.25",
    "network 2 - 3 - 2 sigmoid, bias, error cross-entropy\nforward 0.3 -0.7 -> 1 0",
    // Skip projections, two into the output layer and two out of a hidden layer.
    skipping,
    "network 2-2, bias\nforward 0.3 -0.7 -> 1 0",
  ]

  private struct Shown {
    let frames: [Animation.Frame]

    init(_ notebook: Notebook) throws {
      guard case .animation(let animation)? = notebook.shown.last?.content else { throw CancellationError() }
      frames = animation.frames
    }

    /// The equations of the frames of a step.
    func equations(_ step: String) -> [Equation] {
      frames.filter { $0.name.hasPrefix(step) }.flatMap { $0.blocks }.flatMap { block in
        guard case .paragraph(let inlines) = block else { return [Equation]() }
        return inlines.compactMap { if case .equation(let equation) = $0 { equation } else { nil } }
      }
    }
  }

  /// The values of a formula for all units of its layer.
  private func values(_ formula: Formula, _ state: SessionState) throws -> [Double] {
    try state.value(of: SourceFormula(formula, range: 0..<0)).values
  }

  /// -∂E/∂a of every unit of a layer, by differences: a bias weight shifts the total input of its unit.
  private func deltas(ofLayer layer: Int, in network: Network, _ presentation: Presentation) throws
    -> [Double]
  {
    let place = try #require(
      network.projections.indices.first {
        network.projections[$0].target == layer && network.projections[$0].hasBias
      })
    let target = try #require(presentation.target)
    let step = 1e-5
    func error(_ unit: Int, _ shift: Double) throws -> Double {
      var network = network
      var weights = network.projections[place].weights
      weights[0, unit] += shift
      try network.setWeights(weights, ofProjection: place)
      return try network.error(network.forward(presentation.input), target: target)
    }
    return try (0..<network.layers[layer].units).map {
      -(try error($0, step) - error($0, -step)) / (2 * step)
    }
  }

  @Test(arguments: networks) func everyDeltaIsTheSlopeOfTheError(_ cell: String) throws {
    let notebook = Notebook()
    notebook.run(cell)
    notebook.run("backward\nanimate step")
    let shown = try Shown(notebook)
    let state = notebook.session.snapshot.state
    let network = try #require(state.network)
    let presentation = try #require(network.presentation)
    let equations = shown.equations("2a") + shown.equations("2b")
    for layer in 1..<network.core.layers.count {
      let left = Formula.quantity(.delta, [Subscript(network.letter(layer))])
      let rule = try #require(equations.first { $0.left == left })
      let (shown, expected) = (
        try values(rule.right, state), try deltas(ofLayer: layer, in: network.core, presentation)
      )
      #expect(shown.count == expected.count)
      for (a, b) in zip(shown, expected) { #expect(abs(a - b) < 1e-8, "\(rule.right.unicode)") }
    }
  }

  /// Softmax with squares, by hand: y = 1/3 each, t = (1 0 0), so δ_k = y_k (t_k - y_k - Σ_r (t_r - y_r) y_r)
  /// = 1/3 ((2/3, -1/3, -1/3) - 0) = (2/9, -1/9, -1/9).
  @Test func theDeltaOfSoftmaxWithSquaresByHand() throws {
    let notebook = Notebook()
    notebook.run("network 1 - 3 softmax, error squares\nweights zero\nforward 1 -> 1 0 0\nanimate step")
    let shown = try Shown(notebook)
    let rule = try #require(shown.equations("2a").first)
    let state = notebook.session.snapshot.state
    let numbers = try values(rule.right, state)
    #expect(numbers.count == 3)
    for (a, b) in zip(numbers, [2.0 / 9, -1.0 / 9, -1.0 / 9]) { #expect(abs(a - b) < 1e-15) }
  }

  /// The total inputs and the changes name every projection, skip projections too.
  @Test func everyProjectionIsInTheEquations() throws {
    let notebook = Notebook()
    notebook.run(Self.skipping)
    notebook.run("animate step")
    let shown = try Shown(notebook)
    let state = notebook.session.snapshot.state
    let total = try #require(
      shown.equations("1b").first { $0.left == .quantity(.totalInput, [Subscript("k")]) })
    let expected = try #require(state.network?.presentation?.forward.totalInputs.last)
    let numbers = try values(total.right, state)
    #expect(numbers.count == expected.count)
    for (a, b) in zip(numbers, expected) { #expect(abs(a - b) < 1e-14) }
    let changes = shown.equations("2a").map { $0.left.unicode }.filter { $0.hasPrefix("Δ") }
    #expect(Set(changes) == ["Δw_lk", "Δw_jk", "Δw_ik"])
  }
}
