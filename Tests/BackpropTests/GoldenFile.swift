import Backprop
import Foundation

/// A JSON file of Tests/Golden, whose notes name the sources of its numbers.
func golden<Contents: Decodable>(_ name: String, as type: Contents.Type) throws -> Contents {
  let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Golden/\(name)")
  return try JSONDecoder().decode(type, from: Data(contentsOf: file))
}

extension Matrix {
  init(_ rows: [[Double]]) {
    self.init(rows: rows.count, columns: rows.first?.count ?? 0, elements: rows.flatMap { $0 })
  }
}

/// A network of two or three layers i, (j,) k with these weights.
func network(
  _ units: [Int], _ weights: [[[Double]]], bias: Double?, transfer: TransferFunction = .sigmoid
) throws -> Network {
  let names = units.count == 2 ? ["i", "k"] : ["i", "j", "k"]
  var network = try Network(
    layers: zip(names, units).map { Layer(name: $0, units: $1, transfer: transfer) }, bias: bias)
  for (index, matrix) in weights.enumerated() {
    try network.setWeights(Matrix(matrix), ofProjection: index)
  }
  return network
}

/// The greatest difference between two lists of the same length; infinite where their lengths differ.
func distance(_ a: [Double], _ b: [Double]) -> Double {
  a.count == b.count ? zip(a, b).map { abs($0 - $1) }.max() ?? 0 : .infinity
}
