import Backprop

/// The description of a network in one line.
enum NetworkWords {
  /// `xor: i 2 - j 2 tanh - k 1 sigmoid; bias units 1; E = …; weights uniform -0.5 0.5, seed 1`
  static func summary(_ network: NetworkState, in state: SessionState) -> String {
    [
      layers(network), bias(network), "E: \(errorFunction(network, in: state))",
      "weights: \(network.weightOrigin)",
    ]
    .joined(separator: "; ")
  }

  static func layers(_ network: NetworkState) -> String {
    let layers = network.core.layers.enumerated().map { index, layer in
      "\(layer.name) \(layer.units)" + (index == 0 ? "" : " \(layer.transfer.name)")
    }
    return "network \(network.name.asTyped): " + layers.joined(separator: " - ")
  }

  static func bias(_ network: NetworkState) -> String {
    network.core.bias.map { "bias units of output \(Wording.number($0))" } ?? "no bias units"
  }

  /// E in the notation in use: its sums over weights are without the biases where these are apart.
  static func errorFunction(_ network: NetworkState, in state: SessionState) -> String {
    let function = network.core.errorFunction
    if function.definition != nil {
      return network.ownError.map { state.formulaContext(of: network).shown($0.formula).unicode }
        ?? function.name
    }
    return function.name + (function.formula.map { ", \($0)" } ?? "")
  }

  static func origin(_ scheme: WeightInitialization, seed: Int64) -> String {
    switch scheme {
    case .uniform(let low, let high): "uniform \(Wording.number(low)) \(Wording.number(high)), seed \(seed)"
    case .normal(let mean, let deviation):
      "normal \(Wording.number(mean)) \(Wording.number(deviation)), seed \(seed)"
    case .xavier: "xavier, seed \(seed)"
    case .he: "he, seed \(seed)"
    case .zero: "zero"
    }
  }

  /// More frozen weights are only counted.
  private static let mostFrozen = 12

  /// The weights that are frozen, `w_ij` for all of two layers; nil if there are none.
  ///
  /// isBiasApart: whether w_ij is without the biases.
  static func frozen(_ network: NetworkState, isBiasApart: Bool) -> String? {
    var names: [String] = []
    var count = 0
    for (number, projection) in network.core.projections.enumerated() {
      guard let frozen = projection.frozen, frozen.contains(true) else { continue }
      count += frozen.filter { $0 }.count
      let columns = projection.weights.columns
      let letters = [network.letter(projection.source), network.letter(projection.target)]
      let biases = projection.hasBias ? columns : 0
      // All of the matrix, or of its biases and of the others.
      let isWhole = !frozen.contains(false)
      let parts =
        isWhole && !isBiasApart ? [0..<frozen.count] : [0..<biases, biases..<frozen.count]
      for (place, part) in parts.enumerated() where !part.isEmpty {
        if !frozen[part].contains(false) {
          let isOfBiases = biases > 0 && place == 0 && parts.count > 1
          names.append("w_\(letters[0])\(isOfBiases ? "0" : "")\(letters[1])")
          continue
        }
        for weight in part where frozen[weight] && names.count <= mostFrozen {
          let (row, column) = weight.quotientAndRemainder(dividingBy: columns)
          names.append(network.weightName(WeightPlace(projection: number, row: row, column: column)))
        }
      }
    }
    guard count > 0 else { return nil }
    let shown = names.prefix(mostFrozen).joined(separator: ", ") + (names.count > mostFrozen ? ", …" : "")
    return "\(count) of \(Wording.plural(network.core.weightCount, "weight")): \(shown)"
  }

  /// `w_ij`, `w_i1j`, …
  static func name(of selection: WeightSelection) -> String {
    switch selection {
    case .all: "w"
    case .bias: "the bias weights"
    case .between(let from, let to): "w_\(from.spelling)\(to.spelling)"
    }
  }

  /// A correct assignment to these weights, for small matrices.
  static func zeroMatrix(for selection: WeightSelection, rows: Int, columns: Int) -> String {
    guard rows * columns <= 24 else { return "\(name(of: selection)) = 0" }
    let row = [String](repeating: "0", count: columns).joined(separator: " ")
    return "\(name(of: selection)) = [" + [String](repeating: row, count: rows).joined(separator: "; ") + "]"
  }
}
