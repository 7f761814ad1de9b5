import Backprop
import Foundation
import TestSupport

/// A JSON file of Tests/Golden, whose notes name the sources of its numbers.
func golden<Contents: Decodable>(_ name: String, as type: Contents.Type) throws -> Contents {
  let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Golden/\(name)")
  let decoder = JSONDecoder()
  decoder.keyDecodingStrategy = .custom { GoldenKey(swiftName: $0.last?.stringValue ?? "") }
  return try decoder.decode(type, from: Data(contentsOf: file))
}

/// A key such as w_ij or E under the name that it has in Swift, wIj or e.
private struct GoldenKey: CodingKey {
  let stringValue: String
  let intValue: Int? = nil

  init(swiftName name: String) {
    let words = name.split(separator: "_")
    guard let first = words.first else {
      stringValue = name
      return
    }
    let rest = words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }
    stringValue = first.prefix(1).lowercased() + first.dropFirst() + rest.joined()
  }

  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

/// A network of two or three layers i, (j,) k with these weights.
func network(
  _ units: [Int], _ weights: [[[Double]]], bias: Double?, transfer: TransferFunction = .sigmoid
) throws -> Network {
  let names = units.count == 2 ? ["i", "k"] : ["i", "j", "k"]
  var network = try Network(
    layers: pairs(names, units).map { Layer(name: $0, units: $1, transfer: transfer) }, bias: bias)
  for (index, matrix) in weights.enumerated() {
    try network.setWeights(Matrix(matrix), ofProjection: index)
  }
  return network
}
