import Backprop

/// `connect i -> k`
extension Command {
  static let connect = Command(
    name: "connect", family: .network,
    synopsis: ["connect LETTER -> LETTER"],
    meaning: "add weights that skip a layer; they begin at zero",
    details: """
      Where a notation numbers layers, such weights have both numbers, in the order of their subscripts: \
      `w^{3,1}_{jk}` leads from layer 1 to layer 3 in `notation nielsen`.
      """,
    arguments: [.layerLetter],
    examples: ["connect i -> k"],
    parse: { (parser) throws(Diagnostic) in
      let source = try parser.cursor.layerLetter()
      guard parser.cursor.take("->") else { throw parser.cursor.expected("`->`") }
      let target = try parser.cursor.layerLetter()
      try parser.finish()
      return Action { (execution) throws(Diagnostic) in try execution.connect(source, target) }
    })
}

extension Execution {
  fileprivate mutating func connect(_ source: Located<String>, _ target: Located<String>) throws(Diagnostic) {
    var network = try currentNetwork()
    let from = try network.layer(source)
    let to = try network.layer(target)
    do throws(NetworkError) {
      try network.core.connect(from, to)
    } catch {
      throw problem(error, at: source.range.lowerBound..<target.range.upperBound)
    }
    network.weightsWereSet()
    state.store(network)
    note("weights w_\(source.value)\(target.value) added; they begin at zero")
  }
}
