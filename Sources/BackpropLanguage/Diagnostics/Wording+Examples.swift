extension Wording {
  /// What an example needs before it if it fails like this: a network, patterns that fit it, or a pass; nil
  /// if something else is wrong.
  static func preparation(for failure: Diagnostic) -> String? {
    switch failure.problem {
    case .noNetwork, .noPatterns, .nothingYet: cure(for: failure.problem)
    case .patternSetWidth: failure.example
    // `error cross-entropy`
    case .network(.transferDoesNotFit): "transfer k sigmoid"
    default: nil
    }
  }

  /// A correct line, if the problem is solved by a statement other than the faulty one; nil if the faulty
  /// statement must be corrected, in which case an example of that statement shows how.
  static func cure(for problem: Problem) -> String? {
    switch problem {
    case .noNetwork, .foreignMagic: "network 2-2-1"
    case .noPatterns: "patterns xor"
    case .unknownCommand: "help"
    case .dots: "check y_k1 = 0.5 within 0.5"
    case .notDefined: "let c = 1/2"
    case .layerSuperscript(let superscript):
      switch OtherCourses.quantity(named: superscript.symbol) {
      case .error, .totalError, .meanError, .accuracy, .epochs: "forward 2\nE"
      case .weight, .weightChange, .previousWeightChange: "print w_ij, w_jk"
      case .totalInput, .output, .input, .target, .delta, nil: "print a_j, y_j"
      }
    case .partialSum, .idleSum: "Σ_j w_jk y_j"
    case .sumOfError: "total E"
    case .errorOfMixedWeights: "E = 1/2 Σ_k (t_k - y_k)^2 + 0.001/2 Σ_ij w_ij^2"
    case .errorOf, .errorOfPairs, .errorOfEachUnit, .errorWithoutSlope, .errorWithoutBound, .errorIsNoNumber,
      .errorFallsAt, .errorIsInfiniteAt, .errorOverPatterns:
      "E = 1/2 Σ_k (t_k - y_k)^2"
    case .rule: "rule mine: Δw_ij = η δ_j y_i + α Δw_ij(n-1)"
    case .noSuchUnit, .notConnected: "w_i1j2 = 0.25"
    case .notAssignable: "check a_j = Σ_i w_ij y_i"
    case .noBiasUnit: "network 2-2-1, bias"
    case .nothingYet(_, let command): Example.before(command)
    case .noSuchPattern, .inputWidth, .targetWidth: "forward 1"
    case .nestedTooDeeply, .formulaTooLong, .circularDefinition: "let c = 1/2"
    case .notFinite: "log(max(y_k, 1e-9))"
    case .penaltyIsNoNumber: "weights uniform 0.1 0.5"
    case .derivation: "derive ∂E/∂w_jk"
    case .diverged, .outsideDomain, .lostChange: "train 1000 epochs, η 0.1"
    case .expected, .belongsTo, .unknownOption, .repeatedOption, .otherRulesParameter, .trailing,
      .missingComma,
      .outOfRange,
      .unexpectedRows, .missingRows, .variesNothing, .raggedRow, .decimalComma, .otherCourse, .layers,
      .tooLarge, .inUse,
      .tooMuchMemory, .unknownName, .unknownFunction, .unknownLayer, .patternSetWidth, .targetOutOfRange,
      .matrixShape,
      .weightsHaveChanged, .changesAreAdded, .stepNotKept, .needs, .interrupted, .network, .refuted,
      .unprovable,
      .gradientsDiffer, .unreadableFile, .unwritableFile, .fileContent, .export:
      nil
    }
  }
}
