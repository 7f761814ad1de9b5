extension Wording {
  /// One correct line for a problem whose finder had none of its own.
  static func example(for problem: Problem) -> String? {
    switch problem {
    case .noNetwork, .network, .foreignMagic: "network 2-2-1"
    case .unknownCommand: "help"
    case .noPatterns, .missingRows, .raggedRow: "patterns xor:\n  0 1 -> 1\n  1 1 -> 0"
    case .decimalComma: "patterns mine:\n  0.5 0.1 -> 1"
    case .dots: "check y_k1 = 0.5 within 0.01"
    case .notDefined: "let c = 1/2"
    case .layerSuperscript(let superscript):
      switch OtherCourses.quantity(named: superscript.symbol) {
      case .error, .totalError, .meanError: "forward 2\nE"
      case .weight, .weightChange, .previousWeightChange: "print w_ij, w_jk"
      case .totalInput, .output, .input, .target, .delta, nil: "print a_j, y_j"
      }
    case .partialSum, .idleSum: "Σ_k δ_k w_jk"
    case .sumOfError: "total E"
    case .unknownLayer, .noSuchUnit, .notConnected, .notAssignable: "w_i1j2 = 0.25"
    case .noBiasUnit: "network 2-2-1, bias"
    case .nothingYet(_, let command): command == "forward" ? "forward 2" : "forward 2\nbackward"
    case .noSuchPattern, .inputWidth, .targetWidth: "forward 1"
    case .expected: "w_jk * δ_k"
    case .notFinite: "log(max(y_k, 1e-9))"
    case .nestedTooDeeply, .formulaTooLong, .circularDefinition: "let c = 1/2"
    case .unknownName: "list"
    case .diverged: "train 1000 epochs, η 0.1"
    case .matrixShape: "w_ij = [0.15 0.25; 0.20 0.30]"
    default: nil
    }
  }
}
