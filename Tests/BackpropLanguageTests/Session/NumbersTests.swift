import BackpropLanguage
import Testing

/// What a program gets in place of text: the numbers as they are in memory.
@Suite struct NumbersTests {
  private let notebook = Notebook()

  private func numbers(_ line: String) -> NumbersOutcome {
    notebook.session.numbers(of: line, host: CellHost(emit: { _ in }))
  }

  /// With the bias unit as row 0, as `w_ij` has it.
  @Test func aFormulaHasADimensionForEachFreeIndex() {
    notebook.run("network 2-2-1, bias\nw_ij = [0.1 0.2; 0.3 -0.4; 1/3 10^-300]\nw_jk = [1; 2; 3]")
    #expect(
      numbers("w_ij")
        == .numbers(ExactNumbers(shape: [3, 2], values: [0.1, 0.2, 0.3, -0.4, 1.0 / 3, 1e-300])))
    #expect(numbers("w_j2k1") == .numbers(ExactNumbers(shape: [], values: [3])))
    #expect(numbers("2 w_jk") == .numbers(ExactNumbers(shape: [3, 1], values: [2, 4, 6])))
  }

  @Test func theCurveIsThatOfTheLastTraining() {
    notebook.run("network 2-2-1\npatterns xor\ntrain 5 epochs\ntrain 3 epochs")
    guard case .numbers(let curve) = numbers("curve") else {
      Issue.record("there is no curve")
      return
    }
    #expect(curve.shape == [3, 2])
    let epochs = stride(from: 0, to: curve.values.count, by: 2).map { curve.values[$0] }
    #expect(epochs == [1, 2, 3])
    // The last row is E as `train` measured it, before the last updates: with η so small that no weight
    // moves, E of these weights, which a formula gives.
    notebook.run("weights uniform -0.5 0.5, seed 1\ntrain 2 epochs, η 10^-300")
    guard case .numbers(let still) = numbers("curve"), case .numbers(let total) = numbers("total E") else {
      Issue.record("there is no curve")
      return
    }
    #expect(still.values.last.map { abs($0 - total.values[0]) < 1e-15 } == true)
  }

  /// Of a long training, some epochs stand for all; the first and the last are among them.
  @Test func aLongCurveIsThinned() throws {
    notebook.run("network 2-2-1\npatterns xor\ntrain 5000 epochs, η 0.1")
    guard case .numbers(let curve) = numbers("curve") else {
      Issue.record("there is no curve")
      return
    }
    let epochs = stride(from: 0, to: curve.values.count, by: 2).map { curve.values[$0] }
    #expect(curve.shape == [epochs.count, 2] && (1000..<5000).contains(epochs.count))
    #expect(epochs.first == 1 && epochs.last == 5000)
    #expect(zip(epochs, epochs.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func whatIsNotFiniteIsRefused() {
    notebook.run("network 2-2-1")
    guard case .ended(.failed(let report)) = numbers("exp(1000)") else {
      Issue.record("no failure")
      return
    }
    #expect(report.message.contains("infinite or not a number"))
  }

  @Test func patternsAndOutputsAreRows() {
    notebook.run("network 2-1 identity\nw_ik = [2; 3]\npatterns xor")
    #expect(numbers("inputs") == .numbers(ExactNumbers(shape: [4, 2], values: [0, 0, 0, 1, 1, 0, 1, 1])))
    #expect(numbers("targets") == .numbers(ExactNumbers(shape: [4, 1], values: [0, 1, 1, 0])))
    #expect(numbers("outputs") == .numbers(ExactNumbers(shape: [4, 1], values: [0, 3, 2, 5])))
    notebook.run("let outputs = 7")
    #expect(numbers("outputs") == .numbers(ExactNumbers(shape: [], values: [7])))
  }

  @Test func otherLinesHaveNone() {
    notebook.run("network 2-2-1\npatterns xor")
    for line in ["", "train 5 epochs", "w_ij = 0.5", "print w_ij", "η\nη", "w_ij w_", "weights"] {
      #expect(numbers(line) == .noNumbers)
    }
  }

  @Test(arguments: [
    ("curve", "training"), (" curve ", "training"), ("δ_k", "backward"), ("outputs", "patterns"),
    ("nonsense_i", "nonsense"),
  ])
  func whatIsNotThereYetIsExplained(_ line: String, _ missing: String) {
    notebook.run("network 2-2-1")
    guard case .ended(.failed(let report)) = numbers(line) else {
      Issue.record("no failure")
      return
    }
    #expect(report.message.contains(missing), "\(report.message)")
  }
}
