import Backprop

/// ∂E/∂w of the presented pattern three ways: by δ (-δ_k y_j), by central differences (E(w+h) - E(w-h)) / 2h
/// over a sweep of h, and exactly by forward-mode differentiation.
struct GradientCheck {
  /// The steps of the sweep: truncation falls as h², rounding grows as 1/h.
  static let steps = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10]
  /// The number of multiply-adds beyond which weights are sampled.
  private static let mostWork = 3e8
  /// The largest relative difference allowed between δ and the exact derivative.
  private static let tolerance = 1e-9

  struct Row {
    let weight: String
    let byDelta: Double
    let exact: Double
    /// One per step; nil if the step is lost in rounding next to the weight, or E has no value there.
    let central: [Double?]
  }

  let rows: [Row]
  let weightCount: Int
  private let range: SourceRange

  /// Throws if no pattern with a target has been presented.
  init(
    _ context: FormulaContext, at range: SourceRange, isInterrupted: () -> Bool = { false }
  ) throws(Diagnostic) {
    self.range = range
    var network = context.network
    guard let presentation = context.presentation else {
      throw Diagnostic(.nothingYet("presented pattern", command: "forward"), at: range, example: "forward 1")
    }
    guard let target = presentation.target else {
      throw Diagnostic(
        .nothingYet("target for the presented pattern", command: "forward INPUTS -> TARGETS"), at: range)
    }
    weightCount = network.weightCount
    let pass: ForwardPass
    let gradients: [Matrix]
    do throws(NetworkError) {
      pass = try network.forward(presentation.input)
      gradients = try network.backward(pass, target: target).negativeGradients
    } catch { throw Diagnostic(.network(error), at: range) }
    for (layer, totals) in pass.totalInputs.enumerated() {
      guard let unit = totals.firstIndex(where: { !$0.isFinite }) else { continue }
      throw Diagnostic(
        .notFinite("the total input of unit \(context.layerLetters[layer])\(unit + 1)"), at: range,
        example: "weights uniform -0.5 0.5")
    }
    let evaluation = FormulaEvaluation(context, slots: 0, { false })
    func checkInterrupt() throws(Diagnostic) {
      if isInterrupted() { throw Diagnostic(.interrupted, at: range) }
    }
    let work = Double(weightCount) * Double(weightCount) * Double(2 * Self.steps.count + 2)
    let stride = max(1, Int(min(work / Self.mostWork, 1e9)))
    var rows: [Row] = []
    var number = 0
    for (place, projection) in context.network.projections.enumerated() {
      for row in 0..<projection.weights.rows {
        for column in 0..<projection.weights.columns {
          defer { number += 1 }
          guard number % stride == 0 else { continue }
          try checkInterrupt()
          let variable = DualVariable.weight(projection: place, row: row, column: column)
          let exact = DualPass(
            network, base: pass, variables: [variable], transfer: evaluation.dualTransfer,
            isInterrupted: isInterrupted
          ).error(target: target).slope(at: 1).value
          let from = context.layerLetters[projection.source] + "\(row + (projection.hasBias ? 0 : 1))"
          let name = "w_" + from + context.layerLetters[projection.target] + "\(column + 1)"
          guard exact.isFinite else {
            throw Diagnostic(
              .needs(
                command: "check gradient",
                "an E that has a derivative at this point: ∂E/∂\(name) has no value"),
              at: range, example: "forward 1\ncheck gradient")
          }
          let weight = projection.weights[row, column]
          var central: [Double?] = []
          for step in Self.steps {
            try checkInterrupt()
            var errors: [Double] = []
            for moved in [weight + step, weight - step] {
              try? network.setWeight(moved, projection: place, row: row, column: column)
              let error = (try? network.error(network.forward(presentation.input), target: target)) ?? .nan
              errors.append(error)
            }
            let slope = (errors[0] - errors[1]) / ((weight + step) - (weight - step))
            central.append(slope.isFinite ? slope : nil)
          }
          try? network.setWeight(weight, projection: place, row: row, column: column)
          rows.append(
            Row(
              weight: name, byDelta: -gradients[place][row, column], exact: exact, central: central))
        }
      }
    }
    self.rows = rows
  }

  /// What is wrong, for the error reply; nil if δ and the exact derivatives agree.
  var refutation: Diagnostic? {
    firstWrong.map {
      Diagnostic(.gradientsDiffer(weight: $0.weight, byDelta: $0.byDelta, exact: $0.exact), at: range)
    }
  }

  private var firstWrong: Row? { rows.first { !Self.agree($0.byDelta, $0.exact) } }

  private static func agree(_ a: Double, _ b: Double) -> Bool {
    (a - b).magnitude <= tolerance * max(a.magnitude, b.magnitude, 1e-3)
  }

  /// The largest difference between δ and central differences at a step; nil if no weight has one.
  func largestDifference(atStep step: Int) -> Double? {
    rows.compactMap { row in row.central[step].map { (row.byDelta - $0).magnitude } }.max()
  }

  /// The largest difference between δ and the exact derivatives.
  var largestDifference: Double { rows.map { ($0.byDelta - $0.exact).magnitude }.max() ?? 0 }

  // MARK: - What is shown

  var blocks: [Block] {
    let sample =
      rows.count < weightCount ? "\(rows.count) of \(weightCount) weights" : "all \(weightCount) weights"
    let differences = Self.steps.indices.map { largestDifference(atStep: $0) }
    let best = differences.indices.min { differences[$0] ?? .infinity < differences[$1] ?? .infinity } ?? 0
    var blocks: [Block] = [
      .paragraph([
        .text("∂E/∂w of \(sample) by δ, by central differences, and exactly (forward-mode).")
      ]),
      .table(
        Table(
          columns: [[.text("largest difference from δ")]],
          rows: [
            Table.Row(header: [.text("exact")], cells: [.number(largestDifference)]),
            Table.Row(
              header: [.text("central, h = "), .number(Self.steps[best])],
              cells: [Self.cell(differences[best])]),
          ])),
      .table(
        Table(
          caption: [
            .text(
              "central differences: too large a step h misses the slope, too small a step is lost in rounding"
            )
          ],
          columns: [[.text("largest difference from δ")]],
          rows: Self.steps.indices.map { step in
            Table.Row(
              header: [.text("h = "), .number(Self.steps[step])],
              cells: [Self.cell(differences[step])])
          }, summary: "central differences by the step h")),
    ]
    if rows.count <= 40 {
      blocks.append(
        .table(
          Table(
            columns: [[.text("by δ")], [.text("exact")], [.text("central")]],
            rows: rows.map { row in
              Table.Row(
                header: [.text("∂E/∂" + row.weight)],
                cells: [.number(row.byDelta), .number(row.exact), Self.cell(row.central[best])])
            }, summary: "∂E/∂w, weight by weight")))
    }
    if rows.contains(where: { row in row.central.contains { $0 == nil } }) {
      let text =
        "Where h is lost in rounding next to a large weight, w + h = w - h, and no difference is shown."
      blocks.append(.note([.text(text)]))
    }
    blocks.append(
      .paragraph([
        .strong(firstWrong == nil ? "The gradient by δ is right." : "The gradient by δ is wrong.")
      ]))
    return blocks
  }

  private static func cell(_ number: Double?) -> Table.Cell { number.map { .number($0) } ?? .empty }
}
