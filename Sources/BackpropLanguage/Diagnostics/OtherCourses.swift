/// Words and signs of other courses, and their names here. This is the only list of them; errors, help and
/// inspection consult it before they look for the nearest spelling.
struct OtherCourses {
  let words: [String]
  /// The name used here, worded to follow "`lr` means nothing here: ". Letters are those of a 2-2-1 network
  /// and are replaced by those of the current network.
  let here: String
  let example: String
  /// The quantity that it is another name for, if it is exactly one: `a` for `z_j`.
  var quantity: Quantity?
  /// `b_j`: the weights from the bias unit to layer j.
  var isBias = false
  /// η or α, if it is another name for one of them.
  var setting: String?

  /// The entry for a word as typed: `z_j`, `ŷ_k1`, `lr`, `⊙`.
  static func entry(for word: String) -> OtherCourses? {
    if let entry = entries[word] { return entry }
    let (bare, places) = parts(of: word)
    if places.isEmpty, word.contains("_") { return nil }
    if let entry = entries[bare] ?? (places.isEmpty ? entries[bare.lowercased()] : nil) { return entry }
    // `b1`, `net2`
    var letters = Substring(word)
    while let last = letters.last, last.isASCII, last.isWholeNumber { letters.removeLast() }
    return letters.count < word.count && !letters.isEmpty ? entries[String(letters)] : nil
  }

  /// The quantity for which a symbol without subscripts is another name.
  static func quantity(named bare: String) -> Quantity? {
    Quantity(rawValue: bare) ?? entries[bare]?.quantity
  }

  /// The error for a word of another course; nil for other words.
  static func diagnostic(_ word: String, at range: SourceRange) -> Diagnostic? {
    guard let entry = entry(for: word) else { return nil }
    return Diagnostic(.otherCourse(word: word, here: entry.here), at: range, example: entry.example)
  }

  /// `^T`, which is always found.
  static func diagnostic(_ sign: StaticString, at range: SourceRange) -> Diagnostic {
    let entry = entries["\(sign)"] ?? transposed
    return Diagnostic(.otherCourse(word: "\(sign)", here: entry.here), at: range, example: entry.example)
  }

  /// A symbol and its subscripts: `ŷ_k1` is `ŷ` and `k1`; no subscripts if the text after `_` is not one.
  static func parts(of word: String) -> (bare: String, subscripts: [Subscript]) {
    let pieces = word.split(separator: "_", maxSplits: 1, omittingEmptySubsequences: false)
    guard pieces.count == 2, let bare = pieces.first, let lowered = pieces.last else { return (word, []) }
    var subscripts: [Subscript] = []
    for scalar in lowered.unicodeScalars {
      if let digit = Int(String(scalar)) {
        let last = subscripts.popLast() ?? Subscript("")
        subscripts.append(Subscript(last.letter, unit: min(last.unit ?? 0, 99_999) * 10 + digit))
      } else {
        subscripts.append(Subscript(String(scalar)))
      }
    }
    return subscripts.count <= 2 ? (String(bare), subscripts) : (word, [])
  }

  private static let entries: [String: OtherCourses] = {
    var entries: [String: OtherCourses] = [:]
    for entry in all { for word in entry.words { entries[word] = entry } }
    return entries
  }()

  // MARK: - The list

  static let all: [OtherCourses] = symbols + signWords + training + actions + [transposed]

  private static let symbols: [OtherCourses] = [
    OtherCourses(
      words: ["z", "net", "in", "u", "v", "s", "preactivation"], here: "the total input of a unit is `a_j`",
      example: "print a_j", quantity: .totalInput),
    OtherCourses(
      words: [
        "o", "out", "h", "ŷ", "yhat", "y_hat", "ypred", "y_pred", "output", "outputs", "prediction", "hidden",
      ],
      here: "the output of a unit is `y_k`, of a hidden unit `y_j`", example: "print y_j, y_k",
      quantity: .output),
    OtherCourses(
      words: ["d", "target", "targets", "label", "labels", "desired", "ytrue", "y_true"],
      here: "the target of an output unit is `t_k`", example: "forward 0 1 -> 1\nt_k", quantity: .target),
    OtherCourses(
      words: ["b", "bias", "biases", "θ", "theta", "threshold"],
      here: "a bias is the weight from a bias unit, number 0 of its layer: `w_i0j`, in a network with `bias`",
      example: "network 2-2-1, bias\nw_i0j1 = 0.2", isBias: true),
    OtherCourses(
      words: ["W", "Θ", "V", "U", "ω", "parameters", "params"],
      here: "a weight is `w_ij`, which leads from unit i to unit j",
      example: "print w_ij, w_jk", quantity: .weight),
    OtherCourses(
      words: ["L", "J", "C", "ℰ", "loss", "cost", "mse", "sse", "rmse", "risk", "objective"],
      here:
        "the error of the presented pattern is `E`; over the set it is `total E`, and `mean E` per pattern",
      example: "print E, total E, mean E", quantity: .error),
    OtherCourses(
      words: ["f", "φ", "Φ", "ψ", "act", "activation_function", "nonlinearity", "sigma"],
      here: "the transfer function of a layer is `g`, and its derivative `g'`",
      example: "y_j = g(a_j)".check),
    OtherCourses(
      words: ["f'", "φ'", "σ'", "ψ'", "fprime"], here: "the derivative of the transfer function is `g'`",
      example: "g'(a_j)"),
    OtherCourses(
      words: ["log-cosh", "logcosh", "log_cosh"],
      here: "an error function without a name is a formula, `E = Σ_k log(cosh(y_k - t_k))`",
      example: "E = Σ_k log(cosh(y_k - t_k))"),
    OtherCourses(
      words: ["τ", "tau"],
      here: "the number of an update is `n`, and `Δw_ij(n-1)` is the change at the update before; "
        + "`let τ = 0.5` defines a number",
      example: "rule mine: Δw_ij = η δ_j y_i + α Δw_ij(n-1)"),
    OtherCourses(
      words: ["dw", "dW", "dL", "dC", "dJ", "grad", "gradient", "gradients", "grads"],
      here: "the gradient is `∂E/∂w_ij`, and the change of a weight `Δw_ij`", example: "print ∂E/∂w_ij, Δw_ij"
    ),
    OtherCourses(
      words: ["new", "old"],
      here: "a line `w_ij = w_ij + Δw_ij` has the new weight on its left and the old one on its right",
      example: "w_ij = w_ij + Δw_ij"),
    OtherCourses(
      words: ["A", "Z", "dZ", "dA"],
      here: "books write capitals for matrices that have a column for each of m examples; "
        + "there is one at a time, which `forward` presents, and the vectors of its units are `a_j` and "
        + "`y_j`, and of their slopes `∂E/∂a_j`; `train …, batch, mean` takes the mean of all",
      example: "print a_j, y_j, ∂E/∂a_j"),
    OtherCourses(
      words: ["N"],
      here:
        "`E` is the error of one pattern, `total E` that of the whole set, and `mean E` is divided by the "
        + "number of patterns",
      example: "mean E"),
    OtherCourses(
      words: ["norm", "‖", "‖·‖"],
      here: "the length of a vector is the root of a sum, `sqrt(Σ_jk w_jk^2)`, and its square is the sum, "
        + "`Σ_k (t_k - y_k)^2`" + ofVectors,
      example: "sqrt(Σ_jk w_jk^2)"),
    OtherCourses(
      words: ["delta_w", "deltaw", "deltaW", "ΔW"], here: "the change of a weight is `Δw_ij`",
      example: "print Δw_ij", quantity: .weightChange),
  ]

  /// Signs that may occur between two parts of a formula.
  static let signs: Set<String> = ["⊙", "⊗", "⊤", "±", "%"]

  private static let signWords: [OtherCourses] = [
    OtherCourses(
      words: ["±"], here: "`within` says how far apart the two sides of a `check` may be",
      example: "check y_k1 = 0.5 within 0.5"),
    OtherCourses(
      words: ["%"], here: "50 % is the number `0.5`", example: "let c = 0.5"),
    OtherCourses(
      words: ["⊙", "∘", "hadamard"],
      here: "an elementwise product needs no sign: subscripts say it, as in `y_k t_k`" + ofVectors,
      example: "y_k t_k"),
    OtherCourses(
      words: ["⊗", "outer"],
      here: "an outer product needs no sign: subscripts say it, as in `∂E/∂w_jk = -δ_k y_j`" + ofVectors,
      example: "∂E/∂w_jk"),
    OtherCourses(
      words: ["∇", "nabla"], here: "the gradient is written in components, `∂E/∂w_ij`" + ofVectors,
      example: "∂E/∂w_ij"),
    OtherCourses(
      words: ["diag"],
      here: "a factor needs no matrix: subscripts say whose it is, as in `g'(a_j) Σ_k δ_k w_jk`" + ofVectors,
      example: "g'(a_j) Σ_k δ_k w_jk"),
  ]

  /// Where signs of vectors are understood.
  private static let ofVectors =
    "; `notation nielsen` and others that number layers have vectors and matrices"

  private static let transposed = OtherCourses(
    words: ["^T", "⊤", "transpose"],
    here: "nothing is transposed: a sum says which subscript it runs over, as in `Σ_j w_jk y_j`" + ofVectors,
    example: "Σ_j w_jk y_j")

  private static let training: [OtherCourses] = [
    OtherCourses(
      words: [
        "lr", "learning_rate", "learningrate", "learning", "rate", "stepsize", "step_size", "ε", "epsilon",
      ], here: "the learning rate is `η`", example: "train 1000 epochs, η 0.1", setting: "η"),
    OtherCourses(
      words: ["γ", "gamma"],
      here: "`let γ = 0.9` defines a number of your own; the learning rate is `η`, and the momentum is `α`",
      example: "let γ = 0.9"),
    OtherCourses(
      words: ["μ", "mu", "momentum", "inertia"], here: "the momentum is `α`",
      example: "train 1000 epochs, η 0.5, α 0.9", setting: "α"),
    OtherCourses(
      words: [
        "epochs", "epoch", "iterations", "iteration", "iter", "iters", "max_iter", "steps", "n_epochs",
        "num_epochs",
        "repeat", "for", "while", "loop", "times", "fit", "optimize", "optimise", "minimize", "minimise",
        "run",
      ], here: "`train` presents the patterns again and again; it takes the number of epochs",
      example: "train 20 epochs, η 0.5"),
    OtherCourses(
      words: ["batch_size", "batchsize", "minibatch", "mini", "sgd", "online", "stochastic", "batches"],
      here:
        "`batch 4` updates after four patterns, `batch` after all of them; without it, after every pattern",
      example: "train 100 epochs, batch 4, shuffle"),
    OtherCourses(
      words: [
        "optimizer", "optimiser", "solver", "algorithm", "method", "adagrad", "adamw", "lbfgs",
      ].filter { !TrainRequest.rules.contains($0) },
      here:
        "the learning rule is the option `rule`: "
        + "\(Wording.list(TrainRequest.rules.map { "`\($0)`" }, last: "or"))",
      example: "train 100 epochs, rule adam, η 0.01"),
    OtherCourses(
      words: ["rmsprop"].filter { !TrainRequest.rules.contains($0) },
      here: "a learning rule without a name here is typed as formulas below `rule NAME:`",
      example: RulesByHand.definition("rms", RulesByHand.rmsprop)
        + "\ntrain 20 epochs, rule rms, η 0.01"),
    OtherCourses(
      words: [
        "weight_decay", "weightdecay", "l2", "L2", "lambda", "λ", "regularization", "regularisation",
        "penalty",
      ],
      here:
        "weight decay is the option `decay` of `train`; a penalty is a part of E, such as `λ/2 Σ_jk w_jk^2`, "
        + "or `λ/2 Σ_w w^2` over all weights, where λ is a number that `let λ = 0.01` defines",
      example: "let λ = 0.01\nE = 1/2 Σ_k (t_k - y_k)^2 + λ/2 Σ_w w^2\ntrain 100 epochs, decay 0.001"),
    OtherCourses(
      words: ["l1", "L1", "lasso"],
      here: "a penalty on weights is part of a formula of E, `λ Σ_w |w|` after `let λ = 0.01`; "
        + "the error that adds up differences is `error absolute`",
      example: "let λ = 0.01\nE = 1/2 Σ_k (t_k - y_k)^2 + λ Σ_jk abs(w_jk)"),
    OtherCourses(
      words: [
        "tol", "tolerance", "stop", "patience", "early", "earlystopping", "early_stopping", "threshold_error",
      ],
      here: "`until` stops training as soon as the error over the set is small enough",
      example: "train 1000 epochs, until total E < 0.01"),
    OtherCourses(
      words: [
        "dropout", "batchnorm", "normalization", "conv", "convolution", "pooling", "recurrent", "lstm",
        "attention",
      ],
      here: "there is no such layer: every layer is fully connected to the next",
      example: "network 2-2-1, bias"),
    OtherCourses(
      words: ["random_state", "random", "randomseed", "set_seed", "manual_seed", "rng"],
      here: "the numbers are drawn by a generator that takes a `seed`",
      example: "weights uniform -0.5 0.5, seed 3"),
  ]

  private static let actions: [OtherCourses] = [
    OtherCourses(
      words: ["predict", "predictions", "inference", "feedforward", "feed", "propagate", "forwardpass"],
      here: "`forward` presents a pattern and `test` all of them", example: "forward 0 1\ntest"),
    OtherCourses(
      words: ["evaluate", "score", "accuracy", "acc", "validate", "validation", "metrics", "metric"],
      here: "`test` presents every pattern and counts how many are classified right", example: "test"),
    OtherCourses(
      words: ["backpropagate", "backwardpass", "bprop", "backprop", "backpropagation"],
      here: "`backward` propagates δ back through the network, and `train` does so for every pattern, epoch "
        + "after epoch",
      example: "forward 2\nbackward"),
    OtherCourses(
      words: ["activation", "activations_function", "transferfunction", "nonlinear"],
      here: "`transfer` sets the transfer function of a layer", example: "transfer j tanh"),
    OtherCourses(
      words: [
        "model", "layer", "layers", "dense", "sequential", "mlp", "perceptron", "compile", "neurons", "units",
        "architecture",
      ], here: "`network` defines a network by the units of its layers", example: "network 2-2-1, bias"),
    OtherCourses(
      words: [
        "data", "dataset", "datasets", "samples", "examples", "inputs", "read_csv", "training_data", "xs",
      ],
      here: "`patterns` defines the patterns, or reads them from a file", example: "patterns xor"),
    OtherCourses(
      words: [
        "init", "initialize", "initialise", "randomize", "randomise", "initialization", "glorot", "kaiming",
      ],
      here: "`weights` draws new weights; those of Glorot are called `xavier`, those of Kaiming He `he`",
      example: "weights xavier, seed 3"),
    OtherCourses(
      words: ["normalize", "normalise", "standardize", "standardise", "standardscaler", "minmax"],
      here: "`scale inputs` brings the inputs to a range", example: "scale inputs standard"),
    OtherCourses(
      words: ["exit", "quit", "bye", "logout", "close"],
      here:
        """
        the client ends the session: Ctrl-D in a console, Kernel > Shut Down in a notebook; `reset` brings \
        back the first weights
        """, example: "reset"),
    OtherCourses(
      words: ["clear", "cls", "restart"],
      here: "`reset` brings back the weights that training began from, and the client restarts the session",
      example: "reset"),
    OtherCourses(
      words: ["summary", "info", "describe", "inspect", "display", "ls", "dir", "who"],
      here: "`list` names what is defined, and `print network` shows the network",
      example: "list\nprint network"),
    OtherCourses(
      words: ["set", "def", "define", "var", "const", "function"],
      here: "`let` names a formula, and a line `f(a) = …` defines a function", example: "let c = 1/2"),
    OtherCourses(
      words: ["prove", "verify", "assert", "show_that", "qed"],
      here: "`check` works out both sides of an equation", example: "check y_k = g(a_k)"),
    OtherCourses(
      words: ["import", "from", "pip", "numpy", "torch", "python", "using"],
      here: "nothing is imported: every line is a command or a formula", example: "network 2-2-1"),
  ]
}

extension String {
  /// An equation as a `check` line.
  fileprivate var check: String { "check " + self }
}
