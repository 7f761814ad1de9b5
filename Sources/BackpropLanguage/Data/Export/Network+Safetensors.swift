import Backprop
import JSON

extension Network {
  /// The weights in the safetensors format: one F64 tensor per projection, named `w_ij`, with metadata that
  /// describes how to use them. Rows: from, beginning with the bias unit's if there is one; columns: to.
  ///
  /// Source: the format's description in the repository huggingface/safetensors.
  func weightsAsSafetensors(isInterrupted: () -> Bool = { false }) throws(ExportProblem) -> [UInt8] {
    var members = [JSONValue.Member("__metadata__", .object(metadata))]
    let tensors = try weightTensors(isInterrupted: isInterrupted)
    var end = 0
    for tensor in tensors {
      let start = end
      end += tensor.weights.elements.count * 8
      let shape = [tensor.weights.rows, tensor.weights.columns]
      members.append(
        JSONValue.Member(
          tensor.name,
          .object([
            JSONValue.Member("dtype", .string("F64")),
            JSONValue.Member("shape", .array(shape.map { .number(Double($0)) })),
            JSONValue.Member("data_offsets", .array([start, end].map { .number(Double($0)) })),
          ])))
    }
    var header = JSONValue.object(members).bytes
    while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.count + end)
    appendLittleEndian(UInt64(header.count), to: &bytes)
    bytes += header
    for tensor in tensors {
      try appendLittleEndian(tensor.weights.elements[...], to: &bytes, isInterrupted: isInterrupted)
    }
    return bytes
  }

  /// All values are text: the format allows nothing else.
  private var metadata: [JSONValue.Member] {
    var members = [
      JSONValue.Member("format", .string("backprop")),
      JSONValue.Member("layers", .string(layers.map { "\($0.name) \($0.units)" }.joined(separator: ", "))),
      JSONValue.Member("weights", .string("rows: from, columns: to")),
    ]
    for layer in layers.dropFirst() {
      members.append(JSONValue.Member("transfer \(layer.name)", .string(layer.transfer.name)))
    }
    if let bias {
      let rows = projections.indices.filter { projections[$0].hasBias }
      let names = rows.map {
        "w_" + layers[projections[$0].source].name + layers[projections[$0].target].name
      }
      members.append(JSONValue.Member("bias", .string("\(bias)")))
      members.append(JSONValue.Member("row 0 is the bias unit's", .string(names.joined(separator: ", "))))
    }
    return members
  }
}
