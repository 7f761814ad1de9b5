import Backprop
import JSON

extension NetworkFile {
  /// The file's content. Throws: a weight that is infinite or not a number, an interrupt, more than `most`
  /// bytes.
  func bytes(
    most: Int = CellHost.largestFile, isInterrupted: () -> Bool = { false }
  ) throws(FileProblem) -> [UInt8] {
    var members = [
      JSONValue.Member("format", .string(Self.format)),
      JSONValue.Member("version", .number(Double(needsFormulas ? Self.version : 1))),
    ]
    if !definitions.isEmpty {
      members.append(JSONValue.Member("definitions", .array(definitions.map { .string($0) })))
    }
    if !notations.isEmpty {
      members.append(JSONValue.Member("notations", .array(notations.map { .string($0) })))
    }
    if let settings { members.append(JSONValue.Member("settings", json(settings))) }
    if !networks.isEmpty {
      var list: [JSONValue] = []
      for network in networks { list.append(try json(network)) }
      members.append(JSONValue.Member("networks", .array(list)))
    }
    if !patternSets.isEmpty { members.append(JSONValue.Member("patterns", .array(patternSets.map(json)))) }
    do throws(JSONWritingError) {
      return try JSONValue.object(members).indentedBytes(most: most, isInterrupted: isInterrupted)
    } catch {
      switch error {
      case .interrupted: throw .interrupted
      case .tooLarge: throw .fileTooLarge(most: most)
      }
    }
  }

  /// Whether an E or a learning rule is a formula, which programs of the first version do not read.
  private var needsFormulas: Bool {
    networks.contains { $0.value.errorFunction.definition != nil }
      || definitions.contains { $0.hasPrefix("rule ") }
  }

  /// The maximum memory, in bytes, for writing this: up to 25 for a number and its comma, and as many again
  /// while the text grows. The numbers themselves are already in memory.
  var bytesNeeded: Double {
    var numbers = 0.0
    var frozen = 0.0
    for network in networks {
      for projection in network.value.projections {
        numbers += Double(projection.weights.elements.count)
        frozen += Double(projection.frozen?.count ?? 0)
      }
    }
    for set in patternSets {
      numbers += Double(set.value.inputs.elements.count) + Double(set.value.targets.elements.count)
    }
    return min(numbers * 25 + frozen * 7, Double(CellHost.largestFile)) * 2 + frozen * 24
  }

  private func json(_ settings: Settings) -> JSONValue {
    var members = [
      JSONValue.Member("rule", .string(settings.rule)),
      JSONValue.Member(
        "parameters",
        .array(
          settings.parameters.map {
            .object([
              JSONValue.Member("name", .string($0.name)), JSONValue.Member("value", .number($0.value)),
            ])
          })),
      JSONValue.Member("rate", .number(settings.learningRate)),
      JSONValue.Member("momentum", .number(settings.momentum)),
      JSONValue.Member("decay", .number(settings.decay)),
      JSONValue.Member("decays bias", .bool(settings.decaysBias)),
    ]
    if !settings.schedules.isEmpty {
      members.append(
        JSONValue.Member(
          "schedules",
          .array(
            settings.schedules.map {
              .object([
                JSONValue.Member("name", .string($0.name)), JSONValue.Member("formula", .string($0.value)),
              ])
            })))
    }
    return .object(members)
  }

  private func json(_ named: Named<Network>) throws(FileProblem) -> JSONValue {
    let network = named.value
    for (index, projection) in network.projections.enumerated() {
      if let wrong = projection.weights.elements.firstIndex(where: { !$0.isFinite }) {
        let (row, column) = wrong.quotientAndRemainder(dividingBy: projection.weights.columns)
        throw .network(
          path: named.name, .nonFiniteWeight(projection: index, row: row, column: column))
      }
    }
    var members = [JSONValue.Member("name", .string(named.name))]
    members.append(JSONValue.Member("layers", .array(network.layers.enumerated().map(json))))
    if let bias = network.bias { members.append(JSONValue.Member("bias", .number(bias))) }
    members.append(JSONValue.Member("error", Self.json(network.errorFunction)))
    let projections = network.projections.map { json($0, of: network) }
    members.append(JSONValue.Member("projections", .array(projections)))
    return .object(members)
  }

  /// The name of E, or its formula.
  private static func json(_ error: ErrorFunction) -> JSONValue {
    guard error.definition != nil else { return .string(error.name) }
    return .object([JSONValue.Member("formula", .string(error.name))])
  }

  private func json(_ index: Int, _ layer: Layer) -> JSONValue {
    var members = [
      JSONValue.Member("name", .string(layer.name)), JSONValue.Member("units", .number(Double(layer.units))),
    ]
    if index > 0 { members.append(JSONValue.Member("transfer", .string(layer.transfer.name))) }
    return .object(members)
  }

  private func json(_ projection: Projection, of network: Network) -> JSONValue {
    var members = [
      JSONValue.Member("from", .string(network.layers[projection.source].name)),
      JSONValue.Member("to", .string(network.layers[projection.target].name)),
      JSONValue.Member("weights", Self.rows(projection.weights)),
    ]
    if let frozen = projection.frozen {
      let columns = projection.weights.columns
      let rows = (0..<projection.weights.rows).map { row in
        JSONValue.array(frozen[row * columns..<(row + 1) * columns].map { JSONValue.bool($0) })
      }
      members.append(JSONValue.Member("frozen", .array(rows)))
    }
    return .object(members)
  }

  private func json(_ named: Named<PatternSet>) -> JSONValue {
    let set = named.value
    var members = [JSONValue.Member("name", .string(named.name))]
    if let names = set.classNames {
      members.append(JSONValue.Member("classes", .array(names.map { JSONValue.string($0) })))
    }
    if let names = set.inputNames {
      members.append(JSONValue.Member("columns", .array(names.map { JSONValue.string($0) })))
    }
    if let shape = set.imageShape {
      members.append(
        JSONValue.Member("image", .array([.number(Double(shape.rows)), .number(Double(shape.columns))])))
    }
    members.append(JSONValue.Member("inputs", Self.rows(set.inputs)))
    members.append(JSONValue.Member("targets", Self.rows(set.targets)))
    return .object(members)
  }

  private static func rows(_ matrix: Matrix) -> JSONValue {
    JSONValue.Rows(columns: matrix.columns, elements: matrix.elements).map { .matrix($0) } ?? .array([])
  }
}
