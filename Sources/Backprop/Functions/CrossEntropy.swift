/// For outputs that are independent probabilities: E = -Σ_k (t_k log y_k + (1 - t_k) log(1 - y_k)).
enum CrossEntropy: Loss, MatchedLoss {
  static let name = "cross-entropy"
  static let factor = -1.0
  static let targets = 0.0...1

  @inline(__always) static func value<N: Arithmetic>(target t: N, output y: N) -> N {
    t.times(logarithmOf: y) + (1 - t).times(logarithmOf: 1 - y)
  }

  @inline(__always) static func descent<N: Arithmetic>(target t: N, output y: N) -> N {
    t / y - (1 - t) / (1 - y)
  }

  @inline(__always) static func addingStable<N: Arithmetic>(
    to sum: N, target t: N, totalInput a: N, logarithmOfSum: N
  ) -> N {
    sum + (.softplus(a) - t * a)
  }
}

/// For outputs that are the probabilities of classes: E = -Σ_k t_k log y_k.
enum CrossEntropyOfClasses: MatchedLoss {
  static let factor = -1.0

  @inline(__always) static func value<N: Arithmetic>(target t: N, output y: N) -> N {
    t.times(logarithmOf: y)
  }

  @inline(__always) static func descent<N: Arithmetic>(target t: N, output y: N) -> N { t / y }

  @inline(__always) static func addingStable<N: Arithmetic>(
    to sum: N, target t: N, totalInput a: N, logarithmOfSum: N
  ) -> N {
    .multiplyAdd(t, logarithmOfSum - a, sum)
  }
}

extension ErrorFunction {
  /// With softmax E = -Σ_k t_k log y_k; with sigmoid E = -Σ_k (t_k log y_k + (1 - t_k) log(1 - y_k)).
  public static let crossEntropy = ErrorFunction(
    CrossEntropy.self,
    matches: [
      Match(.softmax, ErrorTerms(matched: CrossEntropyOfClasses.self)),
      Match(.sigmoid, ErrorTerms(matched: CrossEntropy.self)),
    ],
    requiresMatch: true)
}
