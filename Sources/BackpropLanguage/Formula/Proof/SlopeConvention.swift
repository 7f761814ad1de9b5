/// What is no fact about a function but a convention about its derivative.
enum SlopeConvention: Equatable, Sendable {
  /// A function with a kink or a jump has no derivative there.
  case atKinks
  /// g'(a_k) could change with y_k: ∂ by y_k asks for what comes after y_k alone.
  case slopesByOutputs

  static let all: [SlopeConvention] = [.atKinks, .slopesByOutputs]

  /// Whether a formula has such a derivative in it, perhaps by way of names and functions.
  func isUsed(in formula: Formula, _ context: FormulaContext) -> Bool {
    context.withDefinitions(of: formula).contains { part in
      part.containsPart { inner in
        guard case .partial(let above, let below) = inner else {
          return self == .atKinks && inner.isSlopeWithKinks(context)
        }
        switch self {
        case .atKinks:
          return context.withDefinitions(of: above).contains { above in
            above.hasKinks
              || context.ownError?.hasKinks == true && above.containsPart { $0.isError }
              // A slope that has a kink itself, as that of Huber's E.
              || context.ownError?.formula.hasKinks == true && above.containsPart { $0.isSlopeOfError }
          }
        case .slopesByOutputs:
          guard case .quantity(.output, let places) = below else { return false }
          let layer = places.first.flatMap { context.layer(of: $0) }
          return above.containsPart { $0.isSlope(ofLayer: layer, context) }
        }
      }
    }
  }
}

extension Wording {
  /// What is added to what a proof says.
  static func clause(_ convention: SlopeConvention) -> String {
    switch convention {
    case .atKinks: "with slopes at kinks, where there is no derivative, by convention"
    case .slopesByOutputs: "by the convention that ∂ by an output leaves g' of the same unit as it is"
    }
  }
}

extension Formula {
  /// Whether it is a derivative of E.
  fileprivate var isSlopeOfError: Bool {
    switch self {
    case .partial(let above, _): above.containsPart { $0.isError }
    case .quantity(.delta, _), .quantity(.weightChange, _): true
    default: false
    }
  }

  fileprivate var isError: Bool { if case .quantity(.error, _) = self { true } else { false } }

  /// Whether it is a δ where E has a kink, or f' of a function that has one.
  fileprivate func isSlopeWithKinks(_ context: FormulaContext) -> Bool {
    switch self {
    case .quantity(.delta, _), .quantity(.weightChange, _): return context.ownError?.hasKinks == true
    case .call(.named(let name), _):
      guard name.hasSuffix("'") else { return false }
      return context.functions[String(name.dropLast())]?.hasKinks == true
    default: return false
    }
  }

  /// Whether it is g' of the total input of a unit of this layer.
  fileprivate func isSlope(ofLayer layer: Int?, _ context: FormulaContext) -> Bool {
    guard case .call(.transferDerivative, let arguments) = self,
      case .quantity(.totalInput, let places)? = arguments.first, let place = places.first
    else { return false }
    return context.layer(of: place) == layer
  }
}

extension OwnError {
  /// Whether it has a kink. The parts of Huber's E, the one with a name that has `min`, meet without one.
  fileprivate var hasKinks: Bool {
    formula.hasKinks && !(isNamed && formula.containsPart { $0.isLeast })
  }
}

extension Formula {
  fileprivate var isLeast: Bool {
    if case .call(.elementary(.min), _) = self { true } else { false }
  }
}
