import Backprop

/// `export onnx "net.onnx"`
extension Command {
  static let export = Command(
    name: "export", family: .files,
    synopsis: ["export onnx|safetensors|csv \"FILE\""],
    meaning: "write the network for other programs",
    details: """
      onnx: the whole network, from `input` to `output`, in doubles. safetensors: the weights by their \
      names, w_ij and so on, rows from, columns to, the bias unit's row first. csv: one weight per line.
      """,
    arguments: [.words(ExportFormat.allCases.map { $0.rawValue }), .fileName],
    continuation: { _ in [.words(["\""])] },
    examples: [
      "export onnx \"net.onnx\"", "export safetensors \"net.safetensors\"", "export csv \"weights.csv\"",
    ],
    parse: { (parser) throws(Diagnostic) in
      let formats = ExportFormat.allCases.map { $0.rawValue }
      guard let word = parser.cursor.word, let format = ExportFormat(rawValue: word) else {
        throw parser.unknownWord(
          Wording.list(formats.map { "`\($0)`" }, last: "or"), among: formats)
      }
      parser.cursor.advance()
      let file = try parser.fileName()
      return Action { (execution) throws(Diagnostic) in try execution.export(format, to: file) }
    })
}

enum ExportFormat: String, Sendable, CaseIterable { case onnx, safetensors, csv }

extension Execution {
  fileprivate func export(_ format: ExportFormat, to file: Located<String>) throws(Diagnostic) {
    let network = try currentNetwork()
    try require(network.core.bytesNeeded(toExport: format), for: "this export")
    let bytes: [UInt8]
    let what: String
    do throws(ExportProblem) {
      switch format {
      case .onnx:
        let resolver = FunctionResolver(
          definitions: state.namedFormulas, functions: state.functionFormulas)
        bytes = try network.core.onnxModel(named: network.name, isInterrupted: host.isInterrupted) {
          function, a, graph throws(ExportProblem) in
          try graph.addFunction(function.name, of: a, resolver)
        }
        what =
          "`input`, patterns × \(network.core.inputUnits), "
          + "to `output`, patterns × \(network.core.outputUnits), doubles"
      case .safetensors:
        bytes = try network.core.weightsAsSafetensors(isInterrupted: host.isInterrupted)
        what = "weights"
      case .csv:
        bytes = try network.core.weightsAsCSV(isInterrupted: host.isInterrupted)
        what = "weights"
      }
    } catch {
      if case .interrupted = error { throw problem(.interrupted) }
      throw problem(.export(error))
    }
    try write(bytes, to: file)
    note("network \(network.name.asTyped) exported to \"\(file.value.asTyped)\": \(what)")
  }
}
