/// A graph of operations on doubles in the Open Neural Network Exchange format. Values are identified by
/// name.
///
/// Source: onnx.proto and Operators.md of the repository onnx/onnx. Opset 17 and IR version 8 are those of
/// ONNX 1.12.
struct ONNXGraph {
  private var nodes: [Protobuf] = []
  private var initializers: [Protobuf] = []
  private var constants: [Double: String] = [:]
  private var count = 0

  private static let double = 11
  private static let opset = 17
  private static let irVersion = 8

  /// Adds an operation and returns the name of its result.
  mutating func add(
    _ operation: String, _ inputs: [String], named name: String? = nil,
    attributes: [(name: String, value: Int)] = []
  ) -> String {
    let output = name ?? newName()
    var node = Protobuf()
    for input in inputs { node.add(1, input) }
    node.add(2, output)
    node.add(3, "\(operation) \(output)")
    node.add(4, operation)
    for attribute in attributes {
      var message = Protobuf()
      message.add(1, attribute.name)
      message.add(3, attribute.value)
      message.add(20, 2)
      node.add(5, message)
    }
    nodes.append(node)
    return output
  }

  /// A constant of the graph.
  mutating func constant(_ value: Double) -> String {
    if let name = constants[value], value != 0 { return name }
    let name = newName()
    addTensor(name, shape: [], [value][...])
    constants[value] = name
    return name
  }

  /// A constant tensor of the graph, row by row.
  mutating func addTensor(_ name: String, shape: [Int], _ values: ArraySlice<Double>) {
    var tensor = Protobuf()
    for size in shape { tensor.add(1, size) }
    tensor.add(2, Self.double)
    tensor.add(8, name)
    tensor.add(9, doubles: values)
    initializers.append(tensor)
  }

  /// The result as doubles: a comparison gives booleans.
  mutating func toDouble(_ value: String) -> String {
    add("Cast", [value], attributes: [("to", Self.double)])
  }

  /// The whole file.
  func model(
    name: String, input: (name: String, columns: Int), output: (name: String, columns: Int)
  ) -> Protobuf {
    var graph = Protobuf()
    for node in nodes { graph.add(1, node) }
    graph.add(2, name)
    for initializer in initializers { graph.add(5, initializer) }
    graph.add(11, Self.valueInfo(input.name, columns: input.columns))
    graph.add(12, Self.valueInfo(output.name, columns: output.columns))

    var opset = Protobuf()
    opset.add(1, "")
    opset.add(2, Self.opset)
    var model = Protobuf()
    model.add(1, Self.irVersion)
    model.add(2, "backprop")
    model.add(7, graph)
    model.add(8, opset)
    return model
  }

  private mutating func newName() -> String {
    count += 1
    return "v\(count)"
  }

  /// A value for any number of patterns, `columns` doubles each.
  private static func valueInfo(_ name: String, columns: Int) -> Protobuf {
    var rows = Protobuf()
    rows.add(2, "patterns")
    var width = Protobuf()
    width.add(1, columns)
    var shape = Protobuf()
    shape.add(1, rows)
    shape.add(1, width)
    var tensor = Protobuf()
    tensor.add(1, double)
    tensor.add(2, shape)
    var type = Protobuf()
    type.add(1, tensor)
    var info = Protobuf()
    info.add(1, name)
    info.add(2, type)
    return info
  }
}
