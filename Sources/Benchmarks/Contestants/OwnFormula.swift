import Backprop
import BackpropLanguage

/// A transfer function, an error or a learning rule as a user types it, and the built-in one that it is
/// compared with.
struct OwnFormula {
  let name: String
  let cells: Cells
  let builtIn: Cells
  /// Whether it is the built-in one in other words: the weights are the same then.
  let isCopy: Bool
  /// What `peers.py` calls it.
  let peer: String
  var rate = Workload.rate

  /// What stands before and behind `network …` in a cell.
  struct Cells {
    var before = ""
    var transfer = "sigmoid"
    var after = ""
  }

  /// The session after the cell with one of these.
  func session(_ cells: Cells, units: [Int]) throws -> SessionSnapshot {
    let layers = units.map { "\($0)" }.joined(separator: "-")
    let cell = """
      \(cells.before)
      network \(layers) \(cells.transfer), bias
      \(cells.after)
      η = \(rate)
      """
    let session = Session()
    let outcome = session.run(cell, host: CellHost(emit: { _ in }))
    guard outcome == .finished else { throw BenchmarkFailure("the cell with \(name) ended as \(outcome)") }
    return session.snapshot
  }
}

// MARK: - The rows

extension OwnFormula {
  static let all = transfers + errors + rules

  private static let transfers = [
    steep("1", "a copy of the sigmoid", isCopy: true),
    steep("1.5", "1 / (1 + exp(-1.5 a))", isCopy: false),
  ]

  private static func steep(_ β: String, _ name: String, isCopy: Bool) -> OwnFormula {
    OwnFormula(
      name: name, cells: Cells(before: "f(a) = 1 / (1 + exp(-\(β) a))", transfer: "f"), builtIn: Cells(),
      isCopy: isCopy, peer: "steep-\(β)")
  }

  private static let errors = [
    OwnFormula(
      name: "a copy of squares", cells: Cells(after: "E = 1/2 Σ_k (t_k - y_k)^2"), builtIn: Cells(),
      isCopy: true, peer: "squares"),
    OwnFormula(
      name: "a copy of cross-entropy",
      cells: Cells(after: "E = -Σ_k (t_k log y_k + (1 - t_k) log(1 - y_k))"),
      builtIn: Cells(after: "error cross-entropy"), isCopy: true, peer: "cross-entropy"),
    OwnFormula(
      name: "E = Σ_k log(cosh(y_k - t_k))", cells: Cells(after: "E = Σ_k log(cosh(y_k - t_k))"),
      builtIn: Cells(), isCopy: false, peer: "log-cosh"),
  ]

  private static let rules = [
    rule("momentum", copyOf: "gradient, α 0.9", "Δw_ij = η δ_j y_i + 0.9 Δw_ij(n-1)"),
    rule(
      "nesterov", copyOf: "nesterov, α 0.9", "v_ij = η δ_j y_i + 0.9 v_ij(n-1)",
      "Δw_ij = η δ_j y_i + 0.9 v_ij"),
    rule(
      "adam", copyOf: "adam", rate: 0.001, "m_ij = 0.9 m_ij(n-1) + 0.1 ∂E/∂w_ij",
      "v_ij = 0.999 v_ij(n-1) + 0.001 (∂E/∂w_ij)^2",
      "Δw_ij = -η (m_ij / (1 - 0.9^n)) / (sqrt(v_ij / (1 - 0.999^n)) + 10^-8)"),
    rule(
      "rprop", copyOf: "rprop", rate: 0.1, "b_ij = [n = 1] η + [n > 1] D_ij(n-1)",
      "c_ij = -∂E/∂w_ij s_ij(n-1)", "l_ij = [c_ij > 0] min(1.2 b_ij, 50)",
      "D_ij = l_ij + [c_ij < 0] max(0.5 b_ij, 0.000001) + [c_ij = 0] b_ij",
      "s_ij = -[c_ij ≥ 0] ∂E/∂w_ij", "Δw_ij = sign(s_ij) D_ij"),
    rule(
      "quickprop", copyOf: "quickprop", "s_ij = -∂E/∂w_ij", "u_ij = sign(Δw_ij(n-1))",
      "f_ij = 1.75 / 2.75 s_ij(n-1) u_ij",
      "p_ij = 1.75 [u_ij s_ij ≥ f_ij] Δw_ij(n-1) + [u_ij s_ij < f_ij] Δw_ij(n-1) s_ij / (s_ij(n-1) - s_ij)",
      "Δw_ij = p_ij + [u_ij s_ij > 0] η s_ij + [u_ij = 0] η s_ij"),
    OwnFormula(
      name: "RMSprop, beside the built-in Adam",
      cells: Cells(
        after: """
          rule mine:
            v_ij = 0.9 v_ij(n-1) + 0.1 (∂E/∂w_ij)^2
            Δw_ij = -η ∂E/∂w_ij / (sqrt(v_ij) + 10^-8)
          rule mine
          """), builtIn: Cells(after: "rule adam"), isCopy: false, peer: "rmsprop", rate: 0.001),
  ]

  private static func rule(
    _ name: String, copyOf builtIn: String, rate: Double = Workload.rate, _ lines: String...
  ) -> OwnFormula {
    OwnFormula(
      name: "a copy of \(name)",
      cells: Cells(after: "rule mine:\n" + lines.map { "  \($0)\n" }.joined() + "rule mine"),
      builtIn: Cells(after: "rule \(builtIn)"), isCopy: true, peer: name, rate: rate)
  }
}
