import Backprop

/// `patterns mnist from "train-images-idx3-ubyte.gz"`, `patterns mnist from "mnist.npz"`
extension Execution {
  /// Returns: false if the bytes are no arrays.
  mutating func readArrays(_ bytes: [UInt8], _ request: TableRequest) throws(Diagnostic) -> Bool {
    let file = request.file
    let arrays: PatternArrays
    if NumberArray.isSingle(bytes) {
      for (option, isGiven) in [("inputs", request.inputs != nil), ("target", request.targets != nil)]
      where isGiven { throw problem(.optionOfTables(option), in: file) }
      arrays = try single(bytes, request)
    } else if NumPyArchive.isArchive(bytes) {
      let archive = try found(in: file) { () throws(ArrayProblem) in try NumPyArchive(bytes) }
      if request.labels != nil { throw problem(.optionOfArrays("labels"), in: file) }
      arrays = try archived(bytes, archive, request)
    } else {
      return false
    }
    if request.skipsBadRows { throw problem(.optionOfTables("skip bad rows"), in: file) }
    try define(arrays, request)
    return true
  }

  // MARK: - Two files

  private func single(_ bytes: [UInt8], _ request: TableRequest) throws(Diagnostic) -> PatternArrays {
    let file = request.file
    let inputs = try found(in: file) { () throws(ArrayProblem) in try NumberArray(single: bytes) }
    guard inputs.shape.count > 1 else { throw problem(.onlyLabels(inputs.shape), in: file) }
    let likely = Self.labelsFile(file.value)
    let labels: Located<String>
    let content: [UInt8]
    if let given = request.labels {
      labels = given
      content = try readUnpacked(given)
    } else {
      guard let likely else { throw problem(.noLabels(inputs.shape, likely: nil), in: file) }
      labels = Located(likely, file.range)
      switch host.readFile(likely) {
      case .success(let bytes): content = try unpackedIfPacked(bytes, of: labels)
      case .failure(.interrupted): throw problem(.interrupted)
      case .failure: throw problem(.noLabels(inputs.shape, likely: likely), in: file)
      }
    }
    guard !NumPyArchive.isArchive(content) else {
      throw problem(.labelsAreAnArchive, in: labels)
    }
    guard NumberArray.isSingle(content) else { throw problem(.labelsAreNoArray, in: labels) }
    let targets = try found(in: labels) { () throws(ArrayProblem) in try NumberArray(single: content) }
    return PatternArrays(
      inputs: inputs, targets: targets, inputsName: "", targetsName: "\"\(labels.value.asTyped)\"")
  }

  /// `train-labels-idx1-ubyte.gz` for `train-images-idx3-ubyte.gz`; nil if the name does not say that it
  /// holds images.
  private static func labelsFile(_ name: String) -> String? {
    let cut = name.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex
    var labels = String(name[cut...])
    guard let images = labels.firstRange(of: "images") else { return nil }
    labels.replaceSubrange(images, with: "labels")
    if let format = labels.firstRange(of: "idx3") { labels.replaceSubrange(format, with: "idx1") }
    return String(name[..<cut]) + labels
  }

  // MARK: - An archive

  private func archived(
    _ bytes: [UInt8], _ archive: NumPyArchive, _ request: TableRequest
  ) throws(Diagnostic) -> PatternArrays {
    let file = request.file
    let (inputs, targets) = (request.inputs ?? [], request.targets ?? [])
    guard inputs.count <= 1, targets.count <= 1 else { throw problem(.severalArrays, in: file) }
    let choice = try found(in: file) { () throws(ArrayProblem) in
      try ArrayChoice(inputs: inputs.first?.value, targets: targets.first?.value, in: archive)
    }
    let used = [choice.inputs, choice.targets]
    return PatternArrays(
      inputs: try array(choice.inputs, of: bytes, file), targets: try array(choice.targets, of: bytes, file),
      inputsName: choice.inputs.name, targetsName: choice.targets.name,
      others: archive.members.filter { !used.contains($0) }.map { $0.name })
  }

  private func array(
    _ member: NumPyArchive.Member, of bytes: [UInt8], _ file: Located<String>
  ) throws(Diagnostic) -> NumberArray {
    guard member.size <= CellHost.largestFile else {
      throw problem(.fileTooLarge(most: CellHost.largestFile), in: file)
    }
    try require(Double(member.size), for: "reading \"\(file.value)\"")
    let content =
      member.isDeflated
      ? try unpacked(
        PackedBytes(
          file: bytes, range: member.range, format: .deflate(size: member.size, checksum: member.checksum)),
        of: file) : Array(bytes[member.range])
    return try found(in: file) { () throws(ArrayProblem) in try NumberArray(numPy: content) }
  }

  // MARK: - Patterns

  private mutating func define(_ arrays: PatternArrays, _ request: TableRequest) throws(Diagnostic) {
    let (file, inputs, targets) = (request.file, arrays.inputs, arrays.targets)
    guard inputs.rows == targets.rows else {
      throw problem(.counts(inputs: inputs.rows, targets: targets.rows), in: file)
    }
    try check(request.pictures, inputs: inputs.width, file)
    let rows = min(request.first ?? inputs.rows, inputs.rows)
    guard inputs.width <= CSVTable.mostNumbers / rows, targets.width <= CSVTable.mostNumbers / rows,
      targets.width > 1 || targets.rows <= CSVTable.mostNumbers
    else {
      throw problem(.tooManyNumbers(most: CSVTable.mostNumbers), in: file)
    }
    let needed = inputs.bytesNeeded(rows: rows) + targets.bytesNeeded(rows: targets.rows)
    try require(needed, for: "the patterns of \"\(file.value)\"")
    let isScaled = inputs.element == .unsigned(1)
    let isInterrupted = host.isInterrupted
    var set = try found(in: file) { () throws(FileProblem) in
      let targets = try ArrayTargets(
        targets, rows: rows, areClasses: request.areClasses, isInterrupted: isInterrupted)
      return PatternSet(
        checkedInputs: try inputs.matrix(
          rows: rows, dividedBy: isScaled ? 255 : 1, isInterrupted: isInterrupted),
        targets: targets.matrix, classNames: targets.classNames)
    }
    set.imageShape = request.pictures?.value ?? inputs.picture
    let patterns = NamedPatterns(name: request.name, set: set)
    state.store(patterns)
    note(ArrayWords.summary(patterns, arrays, isScaled: isScaled))
  }

  private func problem(_ error: ArrayProblem, in file: Located<String>) -> Diagnostic {
    var diagnostic = problem(FileProblem.array(error), in: file)
    diagnostic.example =
      error.isOfArchive
      ? "patterns mnist from \"mnist.npz\", inputs x_train, target y_train"
      : "patterns mnist from \"train-images-idx3-ubyte.gz\", labels \"train-labels-idx1-ubyte.gz\""
    return diagnostic
  }

  /// What the closure finds in a file; its problem is one of the file.
  private func found<Value>(
    in file: Located<String>, _ find: () throws(FileProblem) -> Value
  ) throws(Diagnostic) -> Value {
    do throws(FileProblem) { return try find() } catch {
      guard case .array(let error) = error else { throw problem(error, in: file) }
      throw problem(error, in: file)
    }
  }

  private func found<Value>(
    in file: Located<String>, _ find: () throws(ArrayProblem) -> Value
  ) throws(Diagnostic) -> Value {
    do throws(ArrayProblem) { return try find() } catch { throw problem(error, in: file) }
  }
}

/// Inputs and targets as they lie in files.
struct PatternArrays {
  let inputs: NumberArray
  let targets: NumberArray
  /// What the archive calls them; empty for a file with one array.
  let inputsName: String
  /// The same, or the file with the labels.
  let targetsName: String
  /// The other arrays of the archive.
  var others: [String] = []
}
