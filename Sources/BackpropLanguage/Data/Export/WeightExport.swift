import Backprop

/// The weights of one projection under the handout's name for them.
struct WeightTensor {
  /// `w_ij`
  let name: String
  /// Rows: from, beginning with the bias unit's if there is one; columns: to.
  let weights: Matrix
}

extension Network {
  /// The weights of every projection. Throws: one that is infinite or not a number, an interrupt.
  func weightTensors(isInterrupted: () -> Bool = { false }) throws(ExportProblem) -> [WeightTensor] {
    var tensors: [WeightTensor] = []
    for projection in projections {
      let (from, to) = (layers[projection.source].name, layers[projection.target].name)
      let elements = projection.weights.elements
      for start in stride(from: 0, to: elements.count, by: numbersBetweenQuestions) {
        if isInterrupted() { throw .interrupted }
        guard elements[start...].prefix(numbersBetweenQuestions).allSatisfy({ $0.isFinite }) else {
          throw .notFinite(from: from, to: to)
        }
      }
      tensors.append(WeightTensor(name: "w_" + from + to, weights: projection.weights))
    }
    return tensors
  }

  /// The maximum memory, in bytes, for exporting the weights: eight per number or, in lines of text, up to
  /// 50, and as many again while the text grows.
  func bytesNeeded(toExport format: ExportFormat) -> Double {
    switch format {
    case .onnx, .safetensors: Double(weightCount) * 8
    case .csv: Double(weightCount) * 100
    }
  }

  /// The weights as comma-separated values, one per line under `from,to,weight`: `i1,j2,0.25`.
  func weightsAsCSV(isInterrupted: () -> Bool = { false }) throws(ExportProblem) -> [UInt8] {
    var bytes = Array("from,to,weight\n".utf8)
    var written = 0
    for (projection, tensor) in zip(projections, try weightTensors(isInterrupted: isInterrupted)) {
      let (from, to) = (layers[projection.source].name, layers[projection.target].name)
      for row in 0..<tensor.weights.rows {
        for column in 0..<tensor.weights.columns {
          if written % 4096 == 0, isInterrupted() { throw .interrupted }
          written += 1
          let unit = row + (projection.hasBias ? 0 : 1)
          bytes += "\(from)\(unit),\(to)\(column + 1),\(tensor.weights[row, column])\n".utf8
        }
      }
    }
    return bytes
  }
}

/// This many numbers are copied in less than a millisecond.
private let numbersBetweenQuestions = 1 << 16

/// Appends the eight bytes of each number, least significant first. Throws: an interrupt.
func appendLittleEndian(
  _ numbers: ArraySlice<Double>, to bytes: inout [UInt8], isInterrupted: () -> Bool
) throws(ExportProblem) {
  for (place, number) in numbers.enumerated() {
    if place % numbersBetweenQuestions == 0, isInterrupted() { throw .interrupted }
    appendLittleEndian(number.bitPattern, to: &bytes)
  }
}

func appendLittleEndian(_ value: UInt64, to bytes: inout [UInt8]) {
  for shift in stride(from: UInt64(0), to: 64, by: 8) {
    bytes.append(UInt8(truncatingIfNeeded: value >> shift))
  }
}
