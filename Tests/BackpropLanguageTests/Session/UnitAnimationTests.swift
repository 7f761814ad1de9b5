import Backprop
import Foundation
import Rendering
import Testing

@testable import BackpropLanguage

/// `animate step, by unit`: each product, sum and g, each δ and Δw, the new weights and the new E.
@Suite struct UnitAnimationTests {
  private func frames(_ cell: String) throws -> [Animation.Frame] {
    let notebook = Notebook()
    notebook.run(cell)
    guard case .animation(let animation)? = notebook.shown.last?.content else { throw CancellationError() }
    #expect(animation.isRead && animation.still == animation.frames.count - 1)
    return animation.frames
  }

  private func derivations(_ frame: Animation.Frame) -> [Derivation] {
    frame.blocks.compactMap { if case .derivation(let derivation) = $0 { derivation } else { nil } }
  }

  /// The results of a frame's derivations.
  private func results(_ frame: Animation.Frame) -> [Double] {
    derivations(frame).compactMap { derivation in
      if case .number(let value, _)? = derivation.chain.last { value } else { nil }
    }
  }

  private func diagram(_ frame: Animation.Frame) throws -> Figure.NetworkDiagram {
    guard case .network(let diagram)? = frame.figures.first?.content else { throw CancellationError() }
    return diagram
  }

  private func sigmoid(_ a: Double) -> Double { 1 / (1 + Foundation.exp(-a)) }

  /// Two inputs of 1 with the weights 1 and -1: a_j = 0, y_j = 1/2, g'(a_j) = 1/4. With w_jk = 2, a_k = 1,
  /// and with g = 1/(1+e^-1): δ_k = g (1-g) (1-g) and δ_j = 1/4 · 2 δ_k. η = 1.
  @Test func oneStepByHand() throws {
    let frames = try frames(
      """
      network 2-1-1
      η = 1
      w_i1j1 = 1
      w_i2j1 = -1
      w_j1k1 = 2
      animate step 1 1 -> 1, by unit
      """)
    let g = sigmoid(1)
    let k = g * (1 - g) * (1 - g)
    let j = k / 2
    let y = sigmoid(2 * j)
    let a = (2 + k / 2) * y
    let miss = 1 - sigmoid(a)
    let expected: [(String, [Double])] = [
      ("input: the pattern is presented", []), ("1a: from i1 to j1", [1]), ("1a: from i2 to j1", [-1]),
      ("1a: the sum at j1", [0]), ("1a: the output of j1", [0.5]), ("1b: the sum at k1", [1]),
      ("1b: the output of k1", [g]), ("1c: compare with the target", [(1 - g) * (1 - g) / 2]),
      ("2a: the error signal of k1", [k]), ("2a: the change of the weight from j1 to k1", [k / 2]),
      ("2b: the error signal of j1", [j]), ("2c: the change of the weight from i1 to j1", [j]),
      ("2c: the change of the weight from i2 to j1", [j]),
      ("update: the new weights", [1 + j, -1 + j, 2 + k / 2]),
      ("the same pattern with the new weights", [miss * miss / 2]),
    ]
    #expect(frames.map { $0.name } == expected.map { $0.0 })
    for (frame, (name, numbers)) in zip(frames, expected) {
      let shown = results(frame)
      #expect(shown.count == numbers.count, "\(name)")
      for (a, b) in zip(shown, numbers) { #expect(abs(a - b) < 1e-12, "\(name)") }
    }
  }

  private static let networks = [
    "network 2 - 3 tanh - 2 sigmoid, bias\nforward 0.3 -0.7 -> 1 0",
    "network 2 - 2 tanh - 2 softmax, bias, error squares\nforward 0.3 -0.7 -> 0 1",
    "network 2 - 2 - 2, bias\nconnect i -> k\nweights uniform -1 1, seed 3\nforward 0.3 -0.7 -> 1 0",
    "notation nielsen\nnetwork 2 - 2 - 2, bias\nforward 0.3 -0.7 -> 1 0",
    "network 2 - 1 - 1 - 1\nforward 0.3 -0.7 -> 1",
  ]

  /// The products that lead to a unit add up to the total input that the core computes; every unit's numbers
  /// appear one after another; and the last frame has the E of the core after its own update.
  @Test(arguments: networks) func theProductsAddUp(_ cell: String) throws {
    let notebook = Notebook()
    notebook.run(cell)
    notebook.run("animate step, by unit")
    guard case .animation(let animation)? = notebook.shown.last?.content else { throw CancellationError() }
    let frames = animation.frames
    let network = try #require(notebook.session.snapshot.state.network)
    let presentation = try #require(network.presentation)
    let pass = try network.core.forward(presentation.input)
    var sums = 0
    for layer in 1..<network.core.layers.count {
      for unit in 0..<network.core.layers[layer].units {
        let name = network.unit(layer, unit + 1)
        let products = frames.filter { $0.name.hasPrefix("1") && $0.name.hasSuffix(" to \(name)") }
        let sum = try #require(frames.first { $0.name.hasSuffix("the sum at \(name)") })
        let total = pass.totalInputs[layer][unit]
        if products.count > 1 {
          sums += 1
          #expect(abs(products.flatMap { results($0) }.reduce(0, +) - total) < 1e-12, "\(name)")
          for product in products { #expect(try diagram(product).active.count == 3) }
        }
        #expect(abs((results(sum).first ?? .nan) - total) < 1e-12, "\(name)")
        #expect(try diagram(sum).totalInputs[layer].count == unit + 1)
      }
    }
    #expect(sums > 0)
    #expect(frames.count <= UnitFrames.count(network.core, isDetailed: true))

    // The session itself has not changed.
    notebook.run("backward\nupdate")
    let updated = try #require(notebook.session.snapshot.state.network).core
    let target = try #require(presentation.target)
    let error = try updated.error(updated.forward(presentation.input), target: target)
    let last = try #require(frames.last)
    #expect(abs((results(last).last ?? .nan) - error) < 1e-12)
    let shown = try diagram(last).network
    #expect(shown.projections.map { $0.weights } == updated.projections.map { $0.weights })
  }

  /// 8-3-8 has 11 units that compute, too many for a frame for each product; 64-32-10 too many for any.
  @Test func largerNetworksHaveAFrameForEachUnit() throws {
    let frames = try frames("network 8-3-8, bias\npatterns encoder 8\nanimate step 2, by unit")
    #expect(frames.count == 4 + 3 * 11)
    let refusal = Notebook().run("network 64-32-10\npatterns digits\nanimate step, by unit")
    #expect(refusal.contains("at most 18 units"))
  }
}
