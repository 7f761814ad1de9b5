/// The reference of the language, as Markdown, from the command table.
public enum LanguageReference {
  public static var markdown: String {
    var lines = [
      "# The language of Backprop", "",
      "This page is generated from the language's own command table, and every example on it runs in the",
      "tests, in a session with a network `2-2-1` and the patterns `xor`.", "",
    ]
    lines += notation
    for family in Command.Family.allCases {
      let commands = CommandTable.all.filter { $0.family == family }
      guard !commands.isEmpty else { continue }
      lines += ["## \(family.rawValue)", ""]
      for command in commands { lines += section(command) }
    }
    lines += formulas + grading + limits
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
    "Each line is one command: the verb first, then options in any order after commas. Rows that belong to a",
    "command are indented below it, and `#` starts a comment. The whole cell is read before anything runs. A",
    "command that fails changes nothing.", "",
    "Wherever a command takes a number, it also takes a formula of numbers: `η 1/2`, `train 4*50 epochs`,",
    "`within 10^-6`. Numbers in a row are separated by spaces: `1 -1` is two numbers, `1 - 1` is one. The",
    "decimal point is a dot.",
    "",
    "| symbol | ASCII | LaTeX | meaning |", "| --- | --- | --- | --- |",
    "| `i` `j` `k` | | | units of the input, hidden and output layer; deeper networks: `i j l m n o … k` |",
    "| `p` `q` `r` | | | one particular unit of each |",
    "| `w_ij` | `w_ij` | `w_{ij}` | the weight from unit i to unit j; `w_i1j2` is one weight, `w_i0j1` is a "
      + "bias weight |",
    "| `a_j` | `a_j` | `a_j` | total input |", "| `y_j` | `y_j` | `y_j` | output |",
    "| `t_k` | `t_k` | `t_k` | target |",
    "| `δ_j` | `delta_j` | `\\delta_j` | back-propagated error, -∂E/∂a |",
    "| `Δw_ij` | `Delta_w_ij` | `\\Delta w_{ij}` | weight change |",
    "| `η` | `eta` | `\\eta` | learning rate |", "| `α` | `alpha` | `\\alpha` | momentum |",
    "| `E` | | | error of the presented pattern; `total E` and `mean E` over the set |", "",
    "Text pasted from a PDF or a slide means what it looks like: `𝜕𝐸/𝜕𝑤_{𝑖𝑗}`, `10⁻⁶`, `w_ij := 0.5`,",
    "`\\sum_{k=1}^{K}`. A superscript is a power; `w_{jk}^{(2)}`, which numbers a layer in other courses, is",
    "an error, because layers have letters here. `help` explains any word, and says what a word of another",
    "course is called here: `help bias`, `help z_j`.",
    "",
  ]

  private static let formulas = [
    "## Formulas", "",
    "A line that is just a formula prints its value: a number, or a table over its free indices. A letter",
    "without a number, as a subscript, runs over its layer. `Σ_k` sums the product that follows it over a",
    "whole layer, with its bias unit where a weight from it is a factor, as in `Σ_j w_jk y_j`, and without",
    "it in `Σ_j y_j`; `Σ_{j=1}^J`, with bounds, always leaves it out. The product must contain the",
    "subscript k. Quantities side by side are multiplied.",
    "`[k = r]` is 1 where k and r are the same unit, and 0 elsewhere. `∂X/∂Y` is the exact derivative of any",
    "formula with respect to a weight, an output or a total input.", "",
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
    "### Vectors and matrices", "",
    "In a notation that numbers layers, such as `notation nielsen`, a symbol without subscripts is the",
    "vector or the matrix of a layer, and `l` stands for any layer.", "",
    "| sign | LaTeX | meaning |", "| --- | --- | --- |",
    "| `⊙` | `\\odot` | the product of two vectors or matrices, unit by unit; it binds less tightly than "
      + "other products |",
    "| `w^3 a^2` | | the product of a matrix and a vector, a sum over the units of layer 2 |",
    "| `(w^3)^T` | `(w^3)^\\top` | the transposed matrix; of a vector, a row |",
    "| `δ^2 ⊗ a^1` | `\\otimes` | the outer product, also `δ^2 (a^1)^T` |",
    "| `diag(σ'(z^2))` | `\\operatorname{diag}` | the square matrix with a vector on its diagonal |",
    "| `‖a^3 - y‖^2` | `\\|a^3 - y\\|^2` | the sum of the squares |",
    "| `∇_a C` | `\\nabla_a C` | the derivatives by the outputs; `∇_{w^3} C` by a matrix |", "",
    "```backprop", "notation nielsen", "forward 2", "backward", "check δ^2 = (w^3)^T δ^3 ⊙ σ'(z^2)",
    "check δ^2 = diag(σ'(z^2)) (w^3)^T δ^3", "check C = 1/2 ‖a^3 - y‖^2",
    "check δ^3 = ∇_a C ⊙ σ'(z^3); ∇_{w^3} C = δ^3 ⊗ a^2", "```", "",
  ]

  private static let grading = [
    "## For programs that grade", "",
    "What a cell checks, proves and marks is put as JSON into the metadata of the output that shows it,",
    "which a saved notebook keeps, and all of it into the metadata of the cell's `execute_reply`:", "",
    "```json",
    #"{"backprop": {"version": 1, "checks": ["#,
    #"  {"kind": "mark", "line": 2, "text": "δ_k", "verdict": "partial", "points": 1, "of": 2,"#,
    #"   "lines": ["#,
    #"     {"kind": "step", "line": 5, "text": "-∂E/∂a_k", "verdict": "reached", "points": 1},"#,
    #"     {"kind": "step", "line": 6, "text": "g'(a_k) (y_k - t_k)", "verdict": "wrong","#,
    #"      "slips": ["sign"], "points": 0}]}]}}"#,
    "```", "",
    "| member | value |", "| --- | --- |",
    "| `kind` | \(list(CheckRecord.Kind.allCases)): a derivation has one `step` for each line |",
    "| `line` | the line in its cell, from 1 |",
    "| `text` | as it was typed |",
    "| `verdict` of a `mark` | \(list([.full, .partial, .none, .missing])): all points, some, none, no such "
      + "derivation |",
    "| `verdict` of a line that is marked | \(list([.reached, .standsForRow, .right, .repeated])), where it "
      + "is right; or as below |",
    "| `verdict` of others | "
      + "\(list(ofSteps)), where "
      + "`holds-here` is wrong for other numbers |",
    "| `slips` | what is likely to be wrong, if `hint` lets it be told: "
      + "\(Wording.list(Slip.allCases.map { "`\($0.rawValue)`" })) |",
    "| `points`, `of` | those given, and those that there are |",
    "| `look` | why a person should look at it: \(list(CheckRecord.Concern.allCases)), as where all lines "
      + "of a derivation are right and reach the result by other lines than the reference, or by too few of "
      + "them, or where it is for one weight of those that are asked for |",
    "| `lines` | the student's lines; nothing of the reference |", "",
    "A cell that marks has the sum of its points as its value, a plain number.", "",
  ]

  private static let ofSteps: [CheckRecord.Verdict] = [
    .holds, .proved, .wrong, .holdsHere, .undecided, .unread, .followsWrongLine, .rightAgain,
  ]

  private static func list(_ kinds: [CheckRecord.Kind]) -> String {
    Wording.list(kinds.map { "`\($0.rawValue)`" })
  }

  private static func list(_ concerns: [CheckRecord.Concern]) -> String {
    Wording.list(concerns.map { "`\($0.rawValue)`" })
  }

  private static func list(_ verdicts: [CheckRecord.Verdict]) -> String {
    Wording.list(verdicts.map { "`\($0.rawValue)`" })
  }

  private static let limits = [
    "## Limits", "",
    "- A cell holds at most a million bytes, a file at most 256 MiB. A session holds at most 1,000 networks,",
    "  pattern sets and functions each, and 100,000 names given by `let`.",
    "- A formula has at most 4,000,000 values, so `print w_ij` of two layers of 2,000 units with bias units",
    "  is refused. It has at most 100,000 parts, all definitions expanded, and at most 200 nested levels; a",
    "  sum that is typed out has at most 400 terms.",
    "- One statement shows at most about two megabytes. Figures then draw a sample of the patterns, tables",
    "  show their first rows and columns, and both say so.",
    "- A computation that needs more memory than is free is refused before it begins. `animate training` and",
    "  `plot surface` only show the last training of a network, with the trainings of the same patterns that",
    "  it continues. Of a training that diverged, only the curve is kept.",
    "- Invisible characters in a name or a file (ESC, marks that change the writing direction) are shown as",
    "  `�`.",
    "- A bias unit only leads to the next layer; weights that skip a layer have no bias row.",
    "- ASCII has one sign for `·` and `×`. Second derivatives are written `∂(∂E/∂w)/∂w`.",
    "- Figures are SVG and text; PNG and PDF need librsvg.", "",
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
