import Backprop

/// Patterns divided and scaled; files.
extension Execution {
  /// Whatever is wrong, an example of the command stands below it.
  mutating func run(_ statement: DataStatement) throws(Diagnostic) {
    do throws(Diagnostic) {
      try perform(statement)
    } catch {
      var diagnostic = error
      diagnostic.example = diagnostic.example ?? statement.example
      throw diagnostic
    }
  }

  private mutating func perform(_ statement: DataStatement) throws(Diagnostic) {
    switch statement {
    case .readPatterns(let request): try readPatterns(request)
    case .split(let fraction, let seed): try split(fraction: fraction, seed: seed)
    case .scale(let request): try scale(request)
    case .save(let content, let file): try save(content, to: file)
    case .load(let file): try load(file)
    case .export(let format, let file): try export(format, to: file)
    }
  }

  // MARK: - Training and test sets

  private static let trainingSuffix = "-training"
  private static let testSuffix = "-test"

  private mutating func split(fraction: Double, seed: Int) throws(Diagnostic) {
    let patterns = try currentPatterns()
    try require(bytes(of: patterns.set), for: "`split`")
    do throws(NetworkError) {
      let parts = try patterns.set.split(fraction: fraction, seed: UInt64(seed))
      state.store(NamedPatterns(name: patterns.name + Self.testSuffix, set: parts.test))
      let training = NamedPatterns(name: patterns.name + Self.trainingSuffix, set: parts.training)
      state.store(training)
      note(
        "patterns \(training.name): \(Wording.plural(parts.training.count, "pattern")), in use; "
          + "\(patterns.name + Self.testSuffix): \(Wording.plural(parts.test.count, "pattern")); seed \(seed)"
      )
    } catch {
      throw problem(error, example: "patterns iris\nsplit 80 20, seed 1")
    }
  }

  /// What a copy of a set takes.
  private func bytes(of set: PatternSet) -> Double {
    8 * Double(set.inputs.elements.count + set.targets.elements.count)
  }

  private mutating func scale(_ request: ScalingRequest) throws(Diagnostic) {
    let patterns = try currentPatterns()
    try require(2 * bytes(of: patterns.set), for: "`scale`")
    let scaling: InputScaling
    let words: String
    switch request {
    case .range(let low, let high):
      do throws(NetworkError) { scaling = try patterns.set.scaling(toRange: low, high) } catch {
        throw problem(error)
      }
      words = "to \(Wording.number(low)) to \(Wording.number(high))"
    case .standard:
      scaling = patterns.set.standardScaling()
      words = "to mean 0 and standard deviation 1"
    }
    var scaled = [patterns]
    if patterns.name.hasSuffix(Self.trainingSuffix) {
      let name = patterns.name.dropLast(Self.trainingSuffix.count) + Self.testSuffix
      if let test = state.patternSets.first(where: { $0.name == name }) { scaled.insert(test, at: 0) }
    }
    for set in scaled {
      do throws(NetworkError) {
        state.store(NamedPatterns(name: set.name, set: try set.set.scaled(by: scaling)))
      } catch {
        throw problem(error)
      }
    }
    var text = "inputs of \(patterns.name) scaled \(words)"
    if scaled.count > 1 { text += "; those of \(scaled[0].name) by the same numbers" }
    note(text)
  }

  // MARK: - Bytes

  func read(_ file: Located<String>) throws(Diagnostic) -> [UInt8] {
    switch host.readFile(file.value) {
    case .success(let bytes): return bytes
    case .failure(.interrupted): throw problem(.interrupted)
    case .failure(.refused(let reason)):
      throw Diagnostic(.unreadableFile(file.value, reason: reason), at: file.range)
    }
  }

  func write(_ bytes: [UInt8], to file: Located<String>) throws(Diagnostic) {
    if host.isInterrupted() { throw problem(.interrupted) }
    switch host.writeFile(file.value, bytes) {
    case .success: break
    case .failure(.interrupted): throw problem(.interrupted)
    case .failure(.refused(let reason)):
      throw Diagnostic(.unwritableFile(file.value, reason: reason), at: file.range)
    }
  }

  func problem(_ error: FileProblem, in file: Located<String>) -> Diagnostic {
    error == .interrupted
      ? problem(.interrupted) : Diagnostic(.fileContent(file.value, error), at: file.range)
  }
}
