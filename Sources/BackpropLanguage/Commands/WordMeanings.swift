import Backprop

/// The meanings of words that are neither commands nor options: values of options, arguments of commands, and
/// the placeholders of a synopsis.
enum WordMeanings {
  /// One or more words and their meaning. If two commands share a word, both meanings are given.
  static let all: [(word: String, meaning: String)] =
    rules + training + errorFunctions + schemes + dataSets + files + shown + functions + letters
    + placeholders + subjects

  static func meanings(of word: String) -> [String] {
    (all + relations).filter { $0.word == word }.map { $0.meaning }
  }

  private static let relations = Relation.allCases.flatMap { relation -> [(word: String, meaning: String)] in
    let meaning =
      "`check A \(relation.unicode) B`: "
      + (relation.isOrder
        ? "compares two numbers"
        : relation == .equal
          ? "both sides agree to nine digits, or within the number after `within`"
          : "one side is a typed number, and the other rounds to it")
    return Set([relation.unicode, relation.ascii]).sorted().map { (word: $0, meaning: meaning) }
  }

  private static let rules: [(word: String, meaning: String)] = LearningRule.all.map {
    ($0.name, "a learning rule: " + $0.meaning)
  }

  private static let training: [(word: String, meaning: String)] = [
    ("momentum", "the rule `gradient` with α 0.9 unless another is given: Δw_ij = η δ_j y_i + α Δw_ij(n-1)"),
    (
      "gradient",
      "`check gradient` computes ∂E/∂w by δ, by central differences and by exact differentiation, and "
        + "compares them; in a large network, for some of the weights"
    ),
    ("usual", "`plot …, size usual`: figures of their own size"),
    ("wide", "`plot …, size wide`: figures that fill the width of the page, for a projector"),
    ("unit", "`animate step, by unit`: a frame for each product, sum, output, δ and Δw"),
    ("layer", "`animate step, by layer`: a frame for each layer, and for each step of the handout"),
    ("wrong", "`plot digits wrong`: only the pictures whose class the network gets wrong"),
    ("double", "`precision double`: numbers with sixteen digits"),
    ("single", "`precision single`: a large network's products with seven digits"),
  ]

  private static let errorFunctions: [(word: String, meaning: String)] = NamedError.all.map {
    ($0.name, "the error function " + $0.meaning)
  }

  private static let schemes: [(word: String, meaning: String)] = [
    ("uniform", "`weights uniform LOW HIGH`: every number between the two is as likely as any other"),
    ("normal", "`weights normal MEAN DEVIATION`: normally distributed"),
    (
      "xavier",
      "`weights xavier`: uniform; the more units the two layers have, the smaller the weights; for tanh and "
        + "sigmoid"
    ),
    ("he", "`weights he`: normal; the more units the layer before has, the smaller the weights; for relu"),
    ("zero", "`weights zero`: all weights 0; hidden units then stay identical"),
  ]

  private static let dataSets: [(word: String, meaning: String)] = [
    ("and", "built-in patterns: 1 where both inputs are 1"),
    ("or", "built-in patterns: 1 where an input is 1"),
    ("xor", "built-in patterns: 1 where exactly one of two inputs is 1"),
    ("parity", "built-in patterns: `patterns parity N`, 1 where the number of ones among N inputs is odd"),
    (
      "encoder",
      "built-in patterns: `patterns encoder N`, one of N inputs is 1 and the targets are the inputs"
    ),
    ("symmetry", "built-in patterns: `patterns symmetry N`, 1 where N inputs read the same backwards"),
    ("moons", "built-in patterns: `patterns moons N`, points on two half circles that reach into each other"),
    ("circles", "built-in patterns: `patterns circles N`, points on a circle around another"),
    ("spiral", "built-in patterns: `patterns spiral N`, points on two arms around each other"),
    ("blobs", "built-in patterns: `patterns blobs N`, points in two clouds"),
    ("iris", BuiltInData.iris.description), ("digits", BuiltInData.digits.description),
  ]

  private static let files: [(word: String, meaning: String)] = [
    ("from", "`patterns NAME from \"FILE\"` reads a table of comma-, semicolon- or tab-separated values"),
    ("onnx", "`export onnx \"FILE\"`: the whole network, for other programs"),
    ("safetensors", "`export safetensors \"FILE\"`: the weights by their names"),
    ("csv", "`export csv \"FILE\"`: one weight on each line"),
    ("svg", "a picture of lines and letters, sharp at every size"), ("png", "a picture of dots"),
    ("pdf", "a picture for LaTeX"),
    ("standard", "`scale inputs standard`: each input to mean 0 and standard deviation 1"),
    ("inputs", "`scale inputs LOW HIGH` brings each input to a range"),
  ]

  private static let shown: [(word: String, meaning: String)] = [
    ("activations", "`print activations`: the total inputs and the outputs of the presented pattern"),
    ("settings", "`print settings`: what is in use, η, α, digits and where the weights come from"),
    ("total", "`total E`: the error summed over the pattern set"),
    ("mean", "`mean E`: the error over the pattern set, divided by the number of patterns"),
    ("step", "`explain step`: where each number of 1a to 2c comes from"),
    ("within", "`check … within NUMBER`: how far apart the two sides may be"),
    (
      "accuracy",
      "the share of the pattern set that is classified right, from 0 to 1: `check accuracy ≥ 90%`"
    ),
    (
      "epochs",
      "one epoch presents every pattern once; in a formula, the number of epochs of the last training"
    ),
    ("epoch", "one epoch presents every pattern once"),
    ("learning rate", "the learning rate is η"),
  ]

  private static let functions: [(word: String, meaning: String)] =
    ElementaryFunction.meanings + [
      ("π", "π = 3.14159…"), ("e", "e = 2.71828…, the base of exp and log"),
      ("g", "the transfer function of a layer: y = g(a)"), ("g'", "the derivative of the transfer function"),
      ("Σ", "Σ_k: the sum of the product that follows, over every unit of layer k"),
      ("∂", "∂X/∂Y: the exact derivative of a formula X by a weight, an output or a total input Y"),
      ("Δ", "Δw_ij: the change of a weight"),
      ("own", "a line `f(a) = …` defines a function of your own, and `let c = …` a name of your own"),
    ]

  private static let letters: [(word: String, meaning: String)] = [
    ("p", "a particular input unit; `let p = 2` pins it"),
    ("q", "a particular hidden unit; `let q = 2` pins it"),
    ("r", "a particular output unit; `let r = 1` pins it"),
    (
      "n",
      "the number of the epoch, from 1, in a setting such as `η 0.5 / (1 + n/100)`; in Δw_ij(n-1), that of "
        + "the update"
    ),
  ]

  /// The words in capitals in a synopsis.
  private static let placeholders: [(word: String, meaning: String)] = [
    ("NAMES", "one name or more, bare or in quotes, with spaces between them"),
    ("NAME", "a name: letters, digits, `-` and `_`"), ("LETTER", "the letter of a layer, one: i, j, k"),
    ("UNITS", "how many units a layer has"),
    ("TRANSFER", "a transfer function: sigmoid, tanh, relu and so on"),
    ("FUNCTION", "a transfer function: sigmoid, tanh, relu and so on, or one of your own"),
    ("OPTIONS", "options, in any order after commas"), ("OPTION", "an option; each follows a comma"),
    ("NUMBER", "a number, or a formula of numbers: 0.5, 1/2, 10^-6"),
    ("NUMBERS", "one number or more, with spaces between them"), ("N", "a whole number"),
    ("LOW", "the lower end of a range"), ("HIGH", "the upper end of a range"),
    ("MEAN", "the mean of a distribution"),
    ("DEVIATION", "the standard deviation of a distribution"), ("PATTERN", "the number of a pattern, from 1"),
    ("INPUTS", "the inputs of a pattern, one number for each input unit"),
    ("TARGETS", "the targets of a pattern, one number for each output unit"),
    ("LINES", "commands and formulas, each in an indented line of its own"),
    ("COLUMNS", "columns of a table, by number or name: 1..4 species"),
    ("FILE", "the name of a file, in quotes"),
    ("FORMULA", "a formula: g'(a_j) Σ_k δ_k w_jk"),
    ("WHAT", "a word that says what; the page of the command lists them"),
    ("KIND", "network, patterns, let, function, rule or notation"),
    ("FORMAT", "svg, png or pdf"), ("COMMAND", "the name of a command"),
    ("QUANTITY", "a quantity, such as δ_j"),
    ("SYMBOL", "a symbol of a formula, such as a, δ or w_ij"),
    ("TRAINING", "the share of the patterns to train with"),
    ("TEST", "the share of the patterns to test with"),
  ]
}
