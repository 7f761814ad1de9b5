import Backprop
import BackpropLanguage
import Foundation

/// A transfer function, an error or a learning rule as a user types it, and the built-in one that it is
/// compared with: an entry of `Peers/own-formulas.json`.
struct OwnFormula: Decodable {
  let name: String
  let own: Cell
  let builtIn: Cell
  /// Whether it is the built-in one in other words: the weights are the same then.
  let isCopy: Bool
  /// What `peers.py` calls it.
  let peer: String
  /// The learning rate, if not that of all other rows.
  let rate: Double?

  /// What stands before `network …` in a cell, behind its units and below it.
  struct Cell: Decodable {
    let before: String?
    let transfer: String?
    let after: String?
  }

  static func all() throws -> [OwnFormula] {
    let file = try Data(contentsOf: URL(fileURLWithPath: Folders.source("own-formulas.json")))
    return try JSONDecoder().decode([OwnFormula].self, from: file)
  }

  /// The same with the built-in one in place of the user's.
  var withBuiltIn: OwnFormula {
    OwnFormula(name: name, own: builtIn, builtIn: builtIn, isCopy: true, peer: peer, rate: rate)
  }

  /// The session after the cell.
  func session(units: [Int]) throws -> SessionSnapshot {
    let layers = units.map { "\($0)" }.joined(separator: "-")
    let cell = """
      \(own.before ?? "")
      network \(layers) \(own.transfer ?? "sigmoid"), bias
      \(own.after ?? "")
      η = \(rate ?? Workload.rate)
      """
    let session = Session()
    let outcome = session.run(cell, host: CellHost(emit: { _ in }))
    guard outcome == .finished else { throw BenchmarkFailure("the cell with \(name) ended as \(outcome)") }
    return session.snapshot
  }
}
