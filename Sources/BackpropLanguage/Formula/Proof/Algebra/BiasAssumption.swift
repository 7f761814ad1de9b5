import Backprop

/// That an equation is wrong only because of the bias units: it holds in the same network without them.
enum BiasAssumption: Equatable, Sendable {
  case withoutBias
  /// A sum over this letter takes the bias unit in, where a weight from it is a factor, and another does not.
  case unlikeSums(letter: String)
}

extension IdentityProof {
  /// nil if it is not refuted, or wrong without bias units, too.
  func biasAssumption(
    in base: FormulaContext, isInterrupted: @escaping () -> Bool
  ) throws(Diagnostic) -> BiasAssumption? {
    guard case .refuted = verdict, try base.holdsWithoutBias(equation, isInterrupted) else { return nil }
    return base.letterOfUnlikeSums(equation).map { .unlikeSums(letter: $0) } ?? .withoutBias
  }
}

extension IdentityCheck {
  /// That sums over one letter, of which only some take the bias unit in, are all that makes it wrong.
  var unlikeSums: BiasAssumption? {
    guard equation.relation == .equal, let letter = context.letterOfUnlikeSums(equation),
      (try? context.holdsWithoutBias(equation, isInterrupted)) ?? false
    else { return nil }
    return .unlikeSums(letter: letter)
  }
}

extension FormulaContext {
  /// Whether an equation is proved in the same network without bias units.
  fileprivate func holdsWithoutBias(
    _ equation: SourceEquation, _ isInterrupted: @escaping () -> Bool
  ) throws(Diagnostic) -> Bool {
    guard network.bias != nil, let plain = withoutBias else { return false }
    do throws(Diagnostic) {
      let proof = try IdentityProof(equation, in: plain, isInterrupted: isInterrupted)
      guard case .proved(let proved) = proof.verdict else { return false }
      return proved.laws.isEmpty
    } catch {
      if error.problem.isInterrupted { throw error }
      // It names a bias.
      return false
    }
  }

  /// The same with a network that has no bias units.
  fileprivate var withoutBias: FormulaContext? {
    let layers = network.layers.map { Layer(name: $0.name, units: $0.units, transfer: $0.transfer) }
    guard var plain = try? Network(layers: layers, bias: nil, errorFunction: network.errorFunction) else {
      return nil
    }
    for projection in network.projections.dropFirst(plain.projections.count) {
      guard (try? plain.connect(projection.source, projection.target)) != nil else { return nil }
    }
    guard var context = reshaped(plain) else { return nil }
    // What was presented belongs to the other network.
    (context.presentation, context.weightChanges, context.previousWeightChanges) = (nil, nil, nil)
    context.ruleMemory = nil
    return context
  }

  /// The letter of a layer over which one sum of an equation takes the bias unit in, and another does not.
  fileprivate func letterOfUnlikeSums(_ equation: SourceEquation) -> String? {
    var sums: [(letter: String, layer: Int, isWithBias: Bool)] = []
    for side in [equation.left, equation.right] {
      var resolver = FormulaResolver(withAnyPattern)
      guard (try? resolver.resolve(side)) != nil else { return nil }
      for (place, index) in resolver.indices.enumerated() where !index.isFree {
        sums.append((index.letter, index.layer, resolver.units(of: place).lowerBound == 0))
      }
    }
    for sum in sums where sum.isWithBias {
      if sums.contains(where: { $0.layer == sum.layer && !$0.isWithBias }) { return sum.letter }
    }
    return nil
  }
}
