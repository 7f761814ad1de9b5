/// The reference of the language, as Markdown, from the command table.
public enum LanguageReference {
  public static var markdown: String {
    var lines = [
      "# The language of Backprop", "",
      "This page is generated from the command table that the language itself uses, and every example on it",
      "runs in the tests. The examples run in a session with a network `2-2-1` and the patterns `xor`.", "",
    ]
    lines += notation
    for family in Command.Family.allCases {
      let commands = CommandTable.all.filter { $0.family == family }
      guard !commands.isEmpty else { continue }
      lines += ["## \(family.rawValue)", ""]
      for command in commands { lines += section(command) }
    }
    lines += formulas + limits
    return lines.joined(separator: "\n") + "\n"
  }

  private static func section(_ command: Command) -> [String] {
    var lines = ["### `\(command.name)`", "", capitalised(command.meaning) + ".", "", "```text"]
    lines += command.synopsis
    lines += ["```", ""]
    if !command.synonyms.isEmpty {
      lines += ["Also spelt \(Wording.list(command.synonyms.map { "`\($0)`" }, last: "or")).", ""]
    }
    if let details = command.details { lines += [details, ""] }
    if !command.options.isEmpty {
      lines += ["| option | meaning | without it |", "| --- | --- | --- |"]
      for option in command.options {
        let form = option.form.replacing("|", by: "\\|")
        lines.append(
          "| `\(form)` | \(option.explanation.replacing("|", by: "\\|")) | \(option.defaultValue ?? "") |")
      }
      lines.append("")
    }
    for example in command.examples { lines += ["```backprop", example, "```", ""] }
    return lines
  }

  private static func capitalised(_ text: String) -> String {
    guard let first = text.first else { return text }
    return String(first).uppercased() + text.dropFirst()
  }

  private static let notation = [
    "## Notation", "",
    "One command per line, verb first, then options in any order after commas; rows that belong to a command",
    "are indented below it, and `#` starts a comment. A cell is read whole before anything runs. A command",
    "that fails leaves everything as it was before that command.", "",
    "Wherever a command takes a number, it takes a formula of numbers: `η 1/2`, `train 4*50 epochs`,",
    "`within 10^-6`. Numbers side by side have a space between them, so that `1 -1` is two and `1 - 1` is",
    "one; a decimal point is a dot.",
    "",
    "| symbol | ASCII | LaTeX | meaning |", "| --- | --- | --- | --- |",
    "| `i` `j` `k` | | | units of the input, hidden and output layer; deeper networks: `i j l m n o … k` |",
    "| `p` `q` `r` | | | one particular unit of each |",
    "| `w_ij` | `w_ij` | `w_{ij}` | the weight from unit i to unit j; `w_i1j2` is one of them, `w_i0j1` of a "
      + "bias unit |",
    "| `a_j` | `a_j` | `a_j` | total input |", "| `y_j` | `y_j` | `y_j` | output |",
    "| `t_k` | `t_k` | `t_k` | target |",
    "| `δ_j` | `delta_j` | `\\delta_j` | back-propagated error, -∂E/∂a |",
    "| `Δw_ij` | `Delta_w_ij` | `\\Delta w_{ij}` | weight change |",
    "| `η` | `eta` | `\\eta` | learning rate |", "| `α` | `alpha` | `\\alpha` | momentum |",
    "| `E` | | | error of the presented pattern; `total E` and `mean E` over the set |", "",
    "What is pasted from a PDF or a slide means what it looks like: `𝜕𝐸/𝜕𝑤_{𝑖𝑗}`, `10⁻⁶`, `w_ij := 0.5`,",
    "`\\sum_{k=1}^{K}`. A superscript is a power; `w_{jk}^{(2)}`, which numbers a layer in other courses, is",
    "an error, as layers have letters here. `help` with any word says what it is, or what another course's",
    "word is called here: `help bias`, `help z_j`.",
    "",
  ]

  private static let formulas = [
    "## Formulas", "",
    "A line that is just a formula prints its value: a number, or a table over its free indices. A subscript",
    "that is a letter alone runs over its layer; `Σ_k` sums the product that follows it over a whole layer,",
    "and something in the product must have the k as a subscript; juxtaposition multiplies; `[k = r]` is 1",
    "where it holds and 0 elsewhere; `∂X/∂Y` is the exact derivative of any formula by a weight, an output",
    "or a total input.", "",
    "Functions: \(Wording.list(Vocabulary.functions.map { "`\($0)`" })).",
    "Constants: \(Wording.list(Vocabulary.constants.map { "`\($0)`" })).", "",
    "```backprop", "forward 2", "backward", "Σ_k δ_k w_jk", "g'(a_j) Σ_k δ_k w_jk", "∂E/∂w_ij", "```", "",
    "`w_i1j2 = 0.25`, `w_ij = [0.15 0.25; 0.20 0.30]` and `w_ij =` with indented rows set weights; the right",
    "side may be any formula. `η = 0.5` and `α = 0.9` set the learning rate and the momentum.", "",
    "```backprop", "w_i1j2 = 0.25", "w_ij =", "  0.15 0.25", "  0.20 0.30", "forward 2", "backward",
    "w_jk = w_jk + η δ_k y_j", "```", "",
    "A line `g(a) = …` defines a transfer function of your own; its derivative follows from the formula.",
    "",
    "```backprop", "g(a) = a / (1 + abs(a))", "transfer j g", "```", "",
  ]

  private static let limits = [
    "## Limits", "",
    "- A cell holds at most a million bytes, a file at most 256 MiB. A session holds at most 1,000 networks,",
    "  pattern sets and functions each, and 100,000 names given by `let`.",
    "- A formula has at most 4,000,000 values, so `print w_ij` of two layers of 2,000 units with bias units",
    "  is refused. It has at most 100,000 parts with every definition written out, and nests 200 levels",
    "  deep; a sum that is typed out has at most 400 terms.",
    "- One statement shows about two megabytes at most, and says where it leaves something out: figures draw",
    "  a sample of very many patterns, tables show their first rows and columns.",
    "- A computation that needs more memory than is free is refused before it begins. Only the last training",
    "  of a network can be followed again by `animate training` and `plot surface`; of one that diverged,",
    "  only the curve is kept.",
    "- A character in a name or a file that has no shape (ESC, marks that change the direction of writing)",
    "  is shown as `�`.",
    "- The bias unit belongs to the projection from the layer just below; a projection that skips layers has",
    "  no bias row.",
    "- ASCII has one sign for `·` and `×`; second derivatives are written `∂(∂E/∂w)/∂w`.",
    "- A picture needs librsvg to become PNG or PDF; without it there are SVG and text.", "",
  ]
}

extension String {
  /// The text with every occurrence of `old`, a single character, replaced.
  fileprivate func replacing(_ old: Character, by new: String) -> String {
    var text = ""
    for character in self { if character == old { text += new } else { text.append(character) } }
    return text
  }
}
