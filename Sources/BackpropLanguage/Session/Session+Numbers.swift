import Backprop

/// Numbers as the session holds them, not rounded, for a program that asks for them.
public struct ExactNumbers: Equatable, Sendable {
  /// The size of each dimension; empty for a single number.
  public let shape: [Int]
  /// Row-major.
  public let values: [Double]

  public init(shape: [Int], values: [Double]) {
    self.shape = shape
    self.values = values
  }

  fileprivate init(_ matrix: Matrix) {
    self.init(shape: [matrix.rows, matrix.columns], values: matrix.elements)
  }
}

/// What a program gets for a line.
public enum NumbersOutcome: Equatable, Sendable {
  case numbers(ExactNumbers)
  /// The line is neither a formula nor the name of a `Series`.
  case noNumbers
  /// Why there are none: not `finished`.
  case ended(CellOutcome)
}

/// Numbers that no formula stands for.
private enum Series: String {
  /// Of the last training of the network in use, rows × 2: the number of an epoch, and E during it, or mean E
  /// where `until` names that. Each epoch has a row; of more than `ErrorHistory` holds, the lowest and the
  /// highest of each stretch.
  case curve
  /// Of all patterns in use: patterns × units.
  case inputs, targets, outputs
}

extension Session {
  /// The numbers that a line stands for: the value of a formula, with a dimension for each free index in the
  /// order of appearance, or what `curve`, `inputs`, `targets` or `outputs` means, unless the user has given
  /// that name to a formula. The session stays as it is. What is infinite or not a number fails.
  public func numbers(of line: String, host: CellHost) -> NumbersOutcome {
    guard line.utf8.count <= SourceText.largestCell else { return .noNumbers }
    let state = snapshot.state
    let source = SourceText(line)
    let word = line.split(separator: " ").joined(separator: " ")
    let series = Series(rawValue: word).flatMap { state.definitions[$0.rawValue] == nil ? $0 : nil }
    let parsed = CellParser.parse(source, in: state.reading)
    let formula = parsed.statements.count == 1 ? parsed.statements[0].action.formula : nil
    guard series != nil || formula != nil && parsed.diagnostics.isEmpty else { return .noNumbers }
    let execution = Execution(
      state: state, range: 0..<line.unicodeScalars.count, host: host, isLast: true)
    do throws(Diagnostic) {
      if let series { return .numbers(try execution.finite(try execution.numbers(of: series), word)) }
      guard let formula else { return .noNumbers }
      let value = try execution.evaluate(formula)
      let numbers = ExactNumbers(shape: value.indices.map { $0.units.count }, values: value.values)
      return .numbers(try execution.finite(numbers, word))
    } catch {
      if error.problem.isInterrupted { return .ended(.interrupted) }
      return .ended(.failed(state.report([error], in: source, Rehearsal(state, host: host))))
    }
  }
}

extension Execution {
  /// The numbers, if JSON can express all of them.
  fileprivate func finite(_ numbers: ExactNumbers, _ name: String) throws(Diagnostic) -> ExactNumbers {
    guard numbers.values.allSatisfy({ $0.isFinite }) else {
      throw problem(.notFinite("`\(name)`"), example: "print weights")
    }
    return numbers
  }

  fileprivate func numbers(of series: Series) throws(Diagnostic) -> ExactNumbers {
    switch series {
    case .curve:
      let network = try currentNetwork()
      guard let run = network.runs.last else {
        throw problem(
          .nothingYet("training of network \(network.name.asTyped)", command: "train"),
          example: "train 1000 epochs")
      }
      return ExactNumbers(
        shape: [run.curve.count, 2], values: run.curve.flatMap { [Double($0.epoch), $0.error] })
    case .inputs: return ExactNumbers(try currentPatterns().set.inputs)
    case .targets: return ExactNumbers(try currentPatterns().set.targets)
    case .outputs:
      let network = try currentNetwork()
      return ExactNumbers(try tested(network, try fittingPatterns(for: network)).outputs)
    }
  }
}
