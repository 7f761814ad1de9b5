import Backprop

extension NetworkFile {
  /// The file's content. Throws: a weight that is infinite or not a number.
  func bytes() throws(FileProblem) -> [UInt8] {
    var members = [
      JSON.Member("format", .string(Self.format)), JSON.Member("version", .number(Double(Self.version))),
    ]
    if !definitions.isEmpty {
      members.append(JSON.Member("definitions", .array(definitions.map { .string($0) })))
    }
    if !networks.isEmpty {
      var list: [JSON] = []
      for network in networks { list.append(try json(network)) }
      members.append(JSON.Member("networks", .array(list)))
    }
    if !patternSets.isEmpty { members.append(JSON.Member("patterns", .array(patternSets.map(json)))) }
    return JSON.object(members).bytes
  }

  private func json(_ named: Named<Network>) throws(FileProblem) -> JSON {
    let network = named.value
    for (index, projection) in network.projections.enumerated() {
      if let wrong = projection.weights.elements.firstIndex(where: { !$0.isFinite }) {
        let (row, column) = wrong.quotientAndRemainder(dividingBy: projection.weights.columns)
        throw .network(
          path: named.name, .nonFiniteWeight(projection: index, row: row, column: column))
      }
    }
    let errorName = Self.errorFunctions.first { $0.function == network.errorFunction }?.name ?? ""
    var members = [JSON.Member("name", .string(named.name))]
    members.append(JSON.Member("layers", .array(network.layers.enumerated().map(json))))
    if let bias = network.bias { members.append(JSON.Member("bias", .number(bias))) }
    members.append(JSON.Member("error", .string(errorName)))
    let projections = network.projections.map { json($0, of: network) }
    members.append(JSON.Member("projections", .array(projections)))
    return .object(members)
  }

  private func json(_ index: Int, _ layer: Layer) -> JSON {
    var members = [
      JSON.Member("name", .string(layer.name)), JSON.Member("units", .number(Double(layer.units))),
    ]
    if index > 0 { members.append(JSON.Member("transfer", .string(layer.transfer.name))) }
    return .object(members)
  }

  private func json(_ projection: Projection, of network: Network) -> JSON {
    var members = [
      JSON.Member("from", .string(network.layers[projection.source].name)),
      JSON.Member("to", .string(network.layers[projection.target].name)),
      JSON.Member("weights", Self.rows(projection.weights)),
    ]
    if let frozen = projection.frozen {
      let columns = projection.weights.columns
      let rows = (0..<projection.weights.rows).map { row in
        JSON.array(frozen[row * columns..<(row + 1) * columns].map { JSON.bool($0) })
      }
      members.append(JSON.Member("frozen", .array(rows)))
    }
    return .object(members)
  }

  private func json(_ named: Named<PatternSet>) -> JSON {
    let set = named.value
    var members = [JSON.Member("name", .string(named.name))]
    if let names = set.classNames {
      members.append(JSON.Member("classes", .array(names.map { JSON.string($0) })))
    }
    if let shape = set.imageShape {
      members.append(
        JSON.Member("image", .array([.number(Double(shape.rows)), .number(Double(shape.columns))])))
    }
    members.append(JSON.Member("inputs", Self.rows(set.inputs)))
    members.append(JSON.Member("targets", Self.rows(set.targets)))
    return .object(members)
  }

  private static func rows(_ matrix: Matrix) -> JSON {
    .array((0..<matrix.rows).map { row in .array(matrix.row(row).map { .number($0) }) })
  }
}
