import Backprop

/// What students look up that is neither a command nor a symbol.
extension WordMeanings {
  static let subjects: [(word: String, meaning: String)] = learning + parts + courses

  private static let learning: [(word: String, meaning: String)] =
    ["schedule", "schedules"].map {
      (
        word: $0,
        meaning:
          "a setting that changes with n, the number of the epoch: `η 0.5 / (1 + n/100)` falls smoothly, and "
          + "`η 0.5 * 0.1^floor(n/50)` in steps; α and `decay` may have one, too"
      )
    } + [
      (
        "gradient descent",
        "each update changes every weight a little against the gradient: `Δw_ij = -η ∂E/∂w_ij`; "
          + "`rule gradient`, the usual rule, does this, and `train` repeats it"
      ),
      (
        "batch size",
        "`train 100 epochs, batch 4` updates the weights after four patterns, `batch` after all of them, and "
          + "without it after every pattern"
      ),
      (
        "overfitting",
        "a network that gets the patterns it was trained with right, but not others: `split` keeps some of "
          + "them apart for `test`; `decay`, fewer hidden units or fewer epochs help"
      ),
      (
        "chain rule",
        "the derivative of a function of a function is the product of their derivatives: "
          + "`∂E/∂w_ij = ∂E/∂a_j ∂a_j/∂w_ij`; `explain ∂E/∂w_ij` shows it with numbers"
      ),
    ]

  private static let parts: [(word: String, meaning: String)] =
    [
      ("hidden layer", "a layer between the inputs and the outputs; `network 2-3-1` has one, of three units"),
      ("input layer", "the first layer: `forward` sets the outputs of its units"),
      ("output layer", "the last layer: the outputs of its units are compared with the targets"),
      (
        "activation function",
        "the transfer function g of a layer: `y_j = g(a_j)`; `transfer` sets it"
      ),
    ]
    + ["cross entropy", "crossentropy"].flatMap { word in
      NamedError.all.filter { $0.name == "cross-entropy" }.map {
        (word: word, meaning: "`error \($0.name)` is the error function \($0.meaning)")
      }
    }

  /// Notations, and names of equations.
  private static let courses: [(word: String, meaning: String)] =
    Notation.builtIn.map {
      (word: $0.name, meaning: "`notation \($0.name)` takes the symbols of: \($0.source)")
    }
    + ["BP1", "BP2", "BP3", "BP4"].map {
      (
        word: $0,
        meaning:
          "one of Nielsen's four equations of back propagation: after `notation nielsen` it reads as printed"
      )
    }
}
