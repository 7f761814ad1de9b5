import Backprop

/// The weights of one projection under the name that the handout gives them.
struct WeightTensor {
  /// `w_ij`
  let name: String
  /// Rows: from, the bias unit's first where there is one; columns: to.
  let weights: Matrix
}

extension Network {
  /// The weights of every projection. Throws: one that is infinite or not a number.
  func weightTensors() throws(ExportProblem) -> [WeightTensor] {
    var tensors: [WeightTensor] = []
    for projection in projections {
      let (from, to) = (layers[projection.source].name, layers[projection.target].name)
      guard projection.weights.elements.allSatisfy({ $0.isFinite }) else {
        throw .notFinite(from: from, to: to)
      }
      tensors.append(WeightTensor(name: "w_" + from + to, weights: projection.weights))
    }
    return tensors
  }

  /// The weights as comma-separated values, one a line under `from,to,weight`: `i1,j2,0.25`.
  func weightsAsCSV() throws(ExportProblem) -> [UInt8] {
    var bytes = Array("from,to,weight\n".utf8)
    for (projection, tensor) in zip(projections, try weightTensors()) {
      let (from, to) = (layers[projection.source].name, layers[projection.target].name)
      for row in 0..<tensor.weights.rows {
        for column in 0..<tensor.weights.columns {
          let unit = row + (projection.hasBias ? 0 : 1)
          bytes += "\(from)\(unit),\(to)\(column + 1),\(tensor.weights[row, column])\n".utf8
        }
      }
    }
    return bytes
  }
}

/// The eight bytes of each number, least significant first.
func littleEndianBytes(_ numbers: [Double]) -> [UInt8] {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(numbers.count * 8)
  for number in numbers { appendLittleEndian(number.bitPattern, to: &bytes) }
  return bytes
}

func appendLittleEndian(_ value: UInt64, to bytes: inout [UInt8]) {
  for shift in stride(from: UInt64(0), to: 64, by: 8) {
    bytes.append(UInt8(truncatingIfNeeded: value >> shift))
  }
}
