import Backprop

extension Network {
  /// The network as an ONNX model: `input`, patterns × input units, to `output`, patterns × output units, in
  /// doubles. The values of a layer keep their names, `a_j` and `y_j`, and so do the weights, `w_ij`.
  ///
  /// `custom` adds the user's own transfer functions to the graph.
  func onnxModel(
    named name: String, isInterrupted: () -> Bool = { false },
    custom: (TransferFunction, String, inout ONNXGraph) throws(ExportProblem) -> String
  ) throws(ExportProblem) -> [UInt8] {
    // A Protocol Buffers file is limited to 2 GB.
    guard weightCount <= 1 << 27 else { throw .tooLarge(most: Int(Int32.max)) }
    var graph = ONNXGraph()
    let tensors = try weightTensors(isInterrupted: isInterrupted)
    var outputs = ["input"]
    for target in 1..<layers.count {
      let layer = layers[target]
      var terms: [String] = []
      for (projection, tensor) in zip(projections, tensors) where projection.target == target {
        terms += self.terms(projection, tensor, outputs[projection.source], &graph)
      }
      let total = graph.add("Sum", terms, named: "a_\(layer.name)")
      let isLast = target == layers.count - 1
      let result = try graph.addTransfer(layer.transfer, of: total, custom)
      outputs.append(graph.add("Identity", [result], named: isLast ? "output" : "y_\(layer.name)"))
    }
    let model = graph.model(
      name: name, input: ("input", inputUnits), output: ("output", outputUnits))
    return try model.bytes(isInterrupted: isInterrupted)
  }

  /// Σ_i w_ij y_i, plus the bias unit's term.
  private func terms(
    _ projection: Projection, _ tensor: WeightTensor, _ source: String, _ graph: inout ONNXGraph
  ) -> [String] {
    let columns = tensor.weights.columns
    let skipped = projection.hasBias ? columns : 0
    let rows = tensor.weights.rows - (projection.hasBias ? 1 : 0)
    graph.addTensor(tensor.name, shape: [rows, columns], tensor.weights.elements.dropFirst(skipped))
    var terms = [graph.add("MatMul", [source, tensor.name])]
    if projection.hasBias, let bias {
      let name = "bias_\(layers[projection.target].name)"
      graph.addTensor(name, shape: [columns], tensor.weights.elements.prefix(columns).map { bias * $0 }[...])
      terms.append(name)
    }
    return terms
  }
}

extension ONNXGraph {
  /// g(a)
  mutating func addTransfer(
    _ transfer: TransferFunction, of a: String,
    _ custom: (TransferFunction, String, inout ONNXGraph) throws(ExportProblem) -> String
  ) throws(ExportProblem) -> String {
    if transfer.isSoftmax { return add("Softmax", [a], attributes: [("axis", 1)]) }
    guard let expression = transfer.expressions?.value else { return try custom(transfer, a, &self) }
    return try add(expression, of: a, function: transfer.name)
  }
}
