import Backprop
import JSON

extension NetworkFile {
  /// Reads what `bytes()` writes.
  ///
  /// `defined` takes the file's definitions.
  init(
    _ bytes: [UInt8], isInterrupted: () -> Bool = { false },
    defined: ([String]) throws(FileProblem) -> Defined
  ) throws(FileProblem) {
    let file = try JSONReader(file: bytes, isInterrupted: isInterrupted)
    guard try file.optional("format")?.value == .string(Self.format) else {
      throw file.wrong("a file that `save` has written: \"format\": \"\(Self.format)\"")
    }
    let version = try file.member("version").count()
    guard version <= Self.version else { throw .laterVersion(version, known: Self.version) }

    for reader in try file.optional("definitions")?.elements() ?? [] {
      definitions.append(try reader.string())
    }
    for reader in try file.optional("notations")?.elements() ?? [] {
      notations.append(try reader.string())
    }
    settings = try file.optional("settings")?.settings()
    let defined = try defined(definitions)
    for reader in try file.optional("networks")?.elements() ?? [] {
      if isInterrupted() { throw .interrupted }
      networks.append(Named(name: try reader.name("name"), value: try reader.network(defined)))
    }
    for reader in try file.optional("patterns")?.elements() ?? [] {
      if isInterrupted() { throw .interrupted }
      patternSets.append(Named(name: try reader.name("name"), value: try reader.patternSet()))
    }
  }

  /// The maximum memory, in bytes, for reading a saved file of the given size: a number takes at least three
  /// bytes in the file and eight in memory, twice that while its list grows.
  static func bytesNeeded(forFile bytes: Int) -> Double { Double(bytes) * (1 + 16.0 / 3) }
}

extension JSONReader {
  /// The core's message about the value here.
  private func problem(_ error: NetworkError) -> FileProblem { .network(path: path, error) }

  /// A name that could be typed.
  fileprivate func name(_ member: String) throws(FileProblem) -> String {
    let reader = try self.member(member)
    let name = try reader.string()
    guard name.unicodeScalars.count <= FileText.longest, TokenCursor.isName(name) else {
      throw reader.wrong("a name of letters and digits")
    }
    return name
  }

  fileprivate func settings() throws(FileProblem) -> NetworkFile.Settings {
    var parameters: [NetworkFile.Named<Double>] = []
    for reader in try member("parameters").elements() {
      parameters.append(
        NetworkFile.Named(name: try reader.member("name").word(), value: try reader.member("value").number()))
    }
    var schedules: [NetworkFile.Named<String>] = []
    for reader in try optional("schedules")?.elements() ?? [] {
      schedules.append(
        NetworkFile.Named(
          name: try reader.member("name").word(), value: try reader.member("formula").string()))
    }
    let decaysBias = try member("decays bias")
    guard case .bool(let includesBias) = decaysBias.value else { throw decaysBias.wrong("true or false") }
    return NetworkFile.Settings(
      rule: try member("rule").word(), parameters: parameters,
      learningRate: try setting("rate"), momentum: try setting("momentum"), decay: try setting("decay"),
      decaysBias: includesBias, schedules: schedules)
  }

  /// A number that is not negative.
  private func setting(_ name: String) throws(FileProblem) -> Double {
    let reader = try member(name)
    let value = try reader.number()
    guard value >= 0 else { throw reader.wrong("0 or more") }
    return value
  }

  fileprivate func network(
    _ defined: NetworkFile.Defined
  ) throws(FileProblem) -> Network {
    var layers: [Layer] = []
    var letters: Set<String> = []
    for reader in try member("layers").elements() {
      let letter = try reader.name("name")
      guard letter.unicodeScalars.count == 1, letters.insert(letter).inserted else {
        throw try reader.member("name").wrong("one letter, another one for each layer")
      }
      let transfer: TransferFunction =
        layers.isEmpty ? .identity : try reader.member("transfer").transfer(defined.transfer)
      layers.append(Layer(name: letter, units: try reader.member("units").count(), transfer: transfer))
    }
    var weights = 0.0
    for (from, to) in zip(layers, layers.dropFirst()) { weights += Double(from.units) * Double(to.units) }
    let projections = try member("projections")
    var given = 0
    for reader in try projections.elements() {
      given += try reader.member("weights").matrix().elements.count
    }
    // A short file cannot cause gigabytes to be allocated.
    guard weights <= Double(given) else { throw projections.wrong("all weights of the layers") }

    let error = try member("error")
    var formula: String?
    if case .object = error.value { formula = try error.member("formula").string() }
    let named = formula == nil ? try error.errorFunction() : .standard
    let bias = try optional("bias")?.number()
    var network: Network
    do throws(NetworkError) {
      network = try Network(layers: layers, bias: bias, errorFunction: named)
    } catch {
      throw problem(error)
    }
    var places: Set<Int> = []
    for reader in try projections.elements() {
      guard places.insert(try reader.setProjection(of: &network)).inserted else {
        throw reader.wrong("weights that are not given already")
      }
    }
    guard places.count == network.projections.count else {
      throw projections.wrong("all weights of the layers")
    }
    if let formula {
      guard let own = defined.error(formula, network) else {
        throw try error.member("formula").wrong("a formula of E")
      }
      do throws(NetworkError) { try network.setErrorFunction(own) } catch { throw problem(error) }
    }
    return network
  }

  private func errorFunction() throws(FileProblem) -> ErrorFunction {
    let name = try string()
    guard let function = ErrorFunction.all.first(where: { $0.name == name }) else {
      throw wrong(Wording.list(ErrorFunction.all.map { "`\($0.name)`" }, last: "or"))
    }
    return function
  }

  private func transfer(
    _ function: (String) -> TransferFunction?
  ) throws(FileProblem) -> TransferFunction {
    let name = try string()
    guard let transfer = TransferFunction.all.first(where: { $0.name == name }) ?? function(name) else {
      throw wrong("the name of a transfer function")
    }
    return transfer
  }

  private func layer(_ name: String, of network: Network) throws(FileProblem) -> Int {
    let reader = try member(name)
    let letter = try reader.string()
    guard let layer = network.layers.firstIndex(where: { $0.name == letter }) else {
      throw reader.wrong("the letter of a layer")
    }
    return layer
  }

  /// Sets the weights from one layer to another and returns the projection's place. A projection that skips
  /// layers is added first.
  private func setProjection(of network: inout Network) throws(FileProblem) -> Int {
    let source = try layer("from", of: network)
    let target = try layer("to", of: network)
    let weights = try member("weights").matrix()
    let frozen = try optional("frozen")?.rows("true or false") { value -> Bool? in
      guard case .bool(let isFrozen) = value else { return nil }
      return isFrozen
    }
    let isNew = network.projection(from: source, to: target) == nil
    let size = Double(network.layers[source].units) * Double(network.layers[target].units)
    // A short file cannot cause gigabytes to be allocated.
    guard !isNew || source >= target || size <= Double(weights.elements.count) else {
      throw try member("weights").wrong("a row for each unit of layer \(network.layers[source].name)")
    }
    do throws(NetworkError) {
      if isNew { try network.connect(source, target) }
      guard let place = network.projection(from: source, to: target) else {
        throw .notForward(source: source, target: target)
      }
      try network.setWeights(weights, ofProjection: place)
      try network.setFrozen(frozen?.elements, ofProjection: place)
      return place
    } catch {
      throw problem(error)
    }
  }

  fileprivate func patternSet() throws(FileProblem) -> PatternSet {
    let inputs = try member("inputs").matrix()
    let targets = try member("targets").matrix()
    var names: [String]?
    if let classes = try optional("classes") {
      var list: [String] = []
      for reader in try classes.elements() { list.append(try reader.word()) }
      guard list.count == targets.columns else { throw classes.wrong("as many names as targets") }
      names = list
    }
    var columns: [String]?
    if let given = try optional("columns") {
      var list: [String] = []
      for reader in try given.elements() { list.append(try reader.word()) }
      guard list.count == inputs.columns else { throw given.wrong("as many names as inputs") }
      columns = list
    }
    var shape: ImageShape?
    if let image = try optional("image") {
      let sides = try image.elements()
      guard sides.count == 2, let first = sides.first, let last = sides.last else {
        throw image.wrong("rows and columns")
      }
      let (rows, columns) = (try first.count(), try last.count())
      guard rows.multipliedReportingOverflow(by: columns) == (inputs.columns, false) else {
        throw image.wrong("rows and columns of \(inputs.columns) pixels")
      }
      shape = ImageShape(rows: rows, columns: columns)
    }
    guard inputs.rows == targets.rows else {
      throw try member("targets").wrong("as many rows as there are inputs, \(inputs.rows)")
    }
    // JSON has only finite numbers.
    return PatternSet(
      checkedInputs: inputs, targets: targets, classNames: names, inputNames: columns, imageShape: shape)
  }
}
