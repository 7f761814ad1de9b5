import Backprop

/// Words for diagnostics: the only place where a problem becomes a sentence.
enum Wording {
  /// rehearsal: of the session, whose letters are used in examples, and in which these are tried.
  static func report(
    _ diagnostics: [Diagnostic], in source: SourceText, _ rehearsal: Rehearsal
  ) -> DiagnosticReport {
    var rehearsal = rehearsal
    let entries = diagnostics.map { diagnostic in
      rehearsal.advance(to: diagnostic.range.lowerBound)
      return entry(diagnostic, in: source, rehearsal)
    }
    let name = diagnostics.first.map { self.name(of: $0.problem) } ?? "Error"
    var message = entries.first?.message ?? ""
    if let place = entries.first?.position {
      message = "line \(place.line), column \(place.column): " + message
    }
    return DiagnosticReport(name: name, message: message, entries: entries)
  }

  private static func entry(
    _ diagnostic: Diagnostic, in source: SourceText, _ rehearsal: Rehearsal
  ) -> DiagnosticReport.Entry {
    let notation = rehearsal.notation
    var diagnostic = diagnostic
    if case .unknownName(let name, kind: "quantity or name", known: _) = diagnostic.problem,
      let symbol = notation.recased(name)
    {
      (diagnostic.suggestion, diagnostic.example) = (symbol, symbol)
    }
    let position = source.position(of: diagnostic.range.lowerBound)
    let line = source.line(position.line)
    let (excerpt, mark) = excerpt(of: line, at: position.column - 1)
    let length = max(1, min(diagnostic.range.count, excerpt.unicodeScalars.count - mark))
    return DiagnosticReport.Entry(
      position: position, sourceLine: excerpt, mark: mark, length: length,
      message: clipped(sentence(diagnostic.problem, notation)),
      suggestion: (diagnostic.suggestion.map { notation.fitted(spelling: $0) }
        ?? suggestion(for: diagnostic.problem, notation)).map { clipped($0) },
      example: diagnostic.teaching(Example.formula).example.map { marked in
        let example = Quotation.plain(marked)
        let fitted = rehearsal.completed(notation.fitted(example), or: notation.fitted(Example.formula))
        return (fitted.hasSuffix(example) ? fitted.dropLast(example.count) + marked : fitted)
          .split(separator: "\n", omittingEmptySubsequences: false).map { clipped(String($0)) }
          .joined(separator: "\n")
      })
  }

  /// The part of a long line around a position, and the position within that part.
  private static func excerpt(of line: String, at place: Int) -> (text: String, mark: Int) {
    let scalars = Array(line.unicodeScalars)
    guard scalars.count > 160 else { return (line, place) }
    let first = max(0, min(place - 60, scalars.count - 120))
    let last = min(scalars.count, first + 120)
    var text = String.UnicodeScalarView()
    if first > 0 { text.append("…") }
    text.append(contentsOf: scalars[first..<last])
    if last < scalars.count { text.append("…") }
    return (String(text), place - first + (first > 0 ? 1 : 0))
  }

  /// A sentence that contains something very long, shortened in the middle.
  private static func clipped(_ sentence: String) -> String {
    let scalars = sentence.unicodeScalars
    guard scalars.count > 600 else { return sentence }
    return String(String.UnicodeScalarView(scalars.prefix(400))) + " … "
      + String(String.UnicodeScalarView(scalars.suffix(150)))
  }

  /// The kind of failure in one word, as a traceback names it.
  static func name(of problem: Problem) -> String {
    switch problem {
    case .expected, .unknownCommand, .belongsTo, .unknownOption, .repeatedOption, .otherRulesParameter,
      .trailing, .missingComma,
      .outOfRange,
      .foreignMagic,
      .unexpectedRows, .missingRows, .raggedRow, .notAssignable, .notDefined, .dots, .decimalComma,
      .otherCourse,
      .layerSuperscript, .partialSum, .sumOfError, .idleSum, .errorOf, .errorOfPairs,
      .errorOfMixedWeights, .errorOfEachUnit,
      .errorWithoutSlope, .errorWithoutBound, .errorFallsAt, .errorIsInfiniteAt, .errorIsNoNumber,
      .errorOverPatterns, .rule,
      .nestedTooDeeply,
      .formulaTooLong, .tooLarge,
      .circularDefinition:
      "SyntaxError"
    case .noNetwork, .noPatterns, .nothingYet, .weightsHaveChanged, .changesAreAdded, .stepNotKept, .inUse,
      .variesNothing:
      "StateError"
    case .tooMuchMemory: "MemoryError"
    case .unknownName, .unknownFunction, .unknownLayer, .noSuchUnit, .noBiasUnit, .notConnected,
      .noSuchPattern:
      "NameError"
    case .layers, .inputWidth, .targetWidth, .patternSetWidth, .targetOutOfRange, .matrixShape, .needs:
      "ShapeError"
    case .notFinite, .penaltyIsNoNumber, .diverged, .outsideDomain, .lostChange:
      "DivergenceError"
    case .interrupted: "Interrupted"
    case .refuted, .unprovable, .gradientsDiffer: "CheckFailed"
    case .derivation: "DerivationError"
    case .network: "NetworkError"
    case .unreadableFile, .unwritableFile, .fileContent, .export: "FileError"
    }
  }

  static func sentence(_ problem: Problem, _ notation: NetworkNotation = .handout) -> String {
    switch problem {
    case .notDefined(let what):
      return
        "`\(what)` is neither a weight nor a setting; `let` gives a number or a formula a name of your own"
    case .dots: return "these dots stand for what you have to find: replace them with a formula"
    case .decimalComma(let whole, let fraction):
      let thousand =
        fraction.utf8.count == 3 && whole != "0" ? "; a thousand has no comma, `\(whole)\(fraction)`" : ""
      return "a comma between digits is not read: a decimal point is a dot, `\(whole).\(fraction)`, "
        + "and two numbers have a space between them, `\(whole) \(fraction)`" + thousand
    case .otherCourse(let word, let here):
      let isKnown = CommandTable.owner(of: word) != nil || CommandTable.command(named: word) != nil
      let owner = CommandTable.owner(of: word)
      return "`\(word)` \(isKnown ? "is no quantity" : "means nothing here"): \(notation.fitted(here))"
        + (owner?.isOfRule == true ? "; `\(word)` itself is \(owner?.kind ?? "")" : "")
    case .layerSuperscript(let superscript): return sentence(superscript, notation)
    case .layers(let problem): return sentence(problem)
    case .partialSum(let letter, let layer, let units):
      return "a sum runs over a whole layer: `Σ_\(letter)` is over the units \(units.lowerBound) to "
        + "\(units.upperBound) of layer \(layer)"
    case .sumOfError(let letter):
      return "`Σ_\(letter) E` would add the one E of the presented pattern again and again; "
        + "the error summed over the pattern set is `total E`"
    case .idleSum(let letter, let body, let units):
      return "nothing after `Σ_\(letter)` has a subscript \(letter); to add the same value "
        + "\(plural(units, "time")), write `(Σ_\(letter) 1) (\(body))`"
    case .errorOf(let part):
      return
        "E is a formula of the outputs y_k, the targets t_k and the weights, so `\(part)` has no place in it"
    case .errorOfPairs(let part):
      return "`\(part)` belongs to another unit than the sum that it is in; "
        + "in E each sum is over one unit or one weight at a time"
    case .errorOfMixedWeights(let part):
      return "`\(part)` mixes weights with outputs and targets; "
        + "in E, a part with weights is added to the rest"
    case .errorOfEachUnit(let letters):
      return "E is one number, but this formula has one for each unit \(list(letters)); "
        + "`Σ_\(letters.joined())` adds them"
    case .errorOverPatterns(let letter):
      return "E is the error of one pattern, and no letter counts the patterns, so `Σ_\(letter)` has no "
        + "place in it: over the set it is `total E`, and `mean E` per pattern; `train …, batch` sums the "
        + "gradients, and `mean` averages them"
    case .errorWithoutSlope:
      return "this E does not change when an output changes a little, so there is nothing to learn from"
    case .errorIsNoNumber(let letter, let output, let target):
      return "this E is infinite or not a number where `y_\(letter)` is \(number(output)) "
        + "and `t_\(letter)` is \(number(target))"
    case .errorWithoutBound(let what, let direction):
      return "this E falls without end as the \(what) \(direction), so training could never end"
    case .errorFallsAt(let letter, let output, let target):
      return "this E falls without end as `y_\(letter)` comes near \(number(output)) where "
        + "`t_\(letter)` is \(number(target)), so training could never end"
    case .errorIsInfiniteAt(let letter, let output?, let target?):
      return "this E is infinite where `y_\(letter)` is \(number(output)) and `t_\(letter)` is "
        + "\(number(target)), and an output comes there while it is trained"
    case .errorIsInfiniteAt(let letter, _, _):
      return "this E is infinite where `y_\(letter)` is `t_\(letter)`, so training would keep the outputs "
        + "away from their targets"
    case .penaltyIsNoNumber(let weight, let value, let isSlope):
      return (isSlope ? "the slope of this E" : "this E") + " is infinite or not a number with "
        + (weight.map { "`\($0)` = \(Numeral(value, digits: 6).withoutTrailingZeros.text)" }
          ?? "the weights as they are")
        + "; it needs weights with which it is a number, now and while training changes them"
    case .rule(let problem): return sentence(problem)
    case .derivation(let problem): return sentence(problem)
    case .expected(let what, let found): return "expected \(notation.fitted(what)), found \(found)"
    case .unknownCommand(let word):
      return "`\(word)` is neither a command nor a quantity of the network; `help` lists the commands"
    case .belongsTo(let word, let command, let kind):
      return "`\(word)` is \(kind), so begin the line with `\(command)`"
    case .unknownOption(let word, let command, let options):
      if options.isEmpty { return "`\(command)` takes no options, so `\(word)` has no place here" }
      return "`\(command)` has no option `\(word)`; it takes \(list(options))"
    case .repeatedOption(let name): return "`\(name)` is given twice"
    case .otherRulesParameter(let name, let rules, let rule):
      let elsewhere = OtherCourses.entry(for: name).flatMap { $0.setting == nil ? nil : "; " + $0.here }
      return "`\(name)` belongs to \(list(rules.map { "`rule \($0)`" })), not to `rule \(rule.asTyped)`"
        + (elsewhere ?? "")
    case .missingComma(let option, let command):
      return "a comma is missing before `\(option)`, an option of `\(command)`"
    case .trailing(let found, let command, let takesOptions):
      return "\(found) does not belong to `\(command)`; "
        + (takesOptions ? "options follow a comma" : "every command has a line of its own")
    case .outOfRange(let name, let value, let allowed):
      return "\(name) is \(number(value)) here, but it must be \(allowed)"
    case .foreignMagic(let word):
      return
        "`\(word)` is a magic of another kernel; here every line is a command or a formula"
    case .unexpectedRows(let command): return "`\(command)` takes no indented rows"
    case .missingRows(let command): return "`\(command)` needs its rows, indented below it"
    case .variesNothing(let reason): return "the lines below fail at every position; the first at \(reason)"
    case .raggedRow(let expected, let count):
      return "this row has \(plural(count, "number")), but the row above has \(expected)"
    case .notAssignable(let what): return "\(what) is worked out by the network; it cannot be set"
    case .nestedTooDeeply(let limit):
      return "this formula is nested deeper than \(limit) levels; name a part of it with `let`"
    case .formulaTooLong(let limit):
      return "this formula is too long: a chain has at most \(limit) terms or factors; "
        + "name a part of it with `let`, or use `Σ`"
    case .tooLarge(let what, let count, let limit):
      return "\(what): \(count), but \(limit) at most are computed at once"
    case .circularDefinition(let name): return "the definition of `\(name)` leads back to `\(name)` itself"
    case .interrupted: return "stopped"
    case .refuted(let refutation): return sentence(refutation)
    case .unprovable(let problem): return sentence(problem)
    case .gradientsDiffer(let weight, let byDelta, let exact):
      return "∂E/∂\(weight) is \(shown(byDelta)) by δ, but \(shown(exact)) by exact differentiation"
    case .inUse(let name, let user): return "`\(name.asTyped)` is needed by \(user)"
    case .tooMuchMemory(let what, let needed, let available):
      return "\(what) needs about \(bytes(needed)) of memory, but only \(bytes(available)) are free"
    case .noNetwork: return "there is no network yet; `network` defines one"
    case .noPatterns: return "there are no patterns yet; `patterns` defines them"
    case .unknownName(let name, let kind, let known):
      let are = known.count == 1 ? "is" : "are"
      // The settings have the letters of the notation in force; names are those that `let` has defined.
      let names = known.map { Vocabulary.settings.contains($0) ? $0 : $0.asTyped }
      return "there is no \(kind) called `\(name.asTyped)`"
        + (known.isEmpty || known.count > 12 ? "" : "; there \(are) \(list(names))")
    case .unknownFunction(let name):
      return "there is no function called `\(name.asTyped)`; there are "
        + list(ElementaryFunction.allCases.map { $0.name }) + ", the transfer functions such as sigmoid, and "
        + "those of your own, from a line `\(name.asTyped)(a) = …`"
    case .unknownLayer(let letter, let known, let others):
      return "the network has no layer `\(letter)`; its layers are \(list(known))"
        + (others.isEmpty
          ? ""
          : ", and their units may also be called \(others.count > 1 ? "by the letters" : "") "
            + list(others))
    case .noSuchUnit(let letter, let unit, let units):
      let range =
        units.count == 1
        ? "unit \(units.lowerBound) only" : "units \(units.lowerBound) to \(units.upperBound)"
      return "there is no unit \(letter)\(unit): layer \(letter) has \(range)"
    case .noBiasUnit(let letter):
      return
        "layer \(letter) has no bias unit \(letter)0; `network …, bias` gives every layer but the last one"
    case .notConnected(let from, let to, let mayConnect):
      if from == to {
        return "no weights lead from layer \(from) to itself"
          + (from == notation.letters.first ? "; an input unit has no bias" : "")
      }
      guard !mayConnect else {
        return "no weights lead from layer \(from) to layer \(to); `connect \(from) -> \(to)` adds them"
      }
      return
        "no weights lead from layer \(from) to layer \(to): they lead forwards only, and the subscript of "
        + "the \(notation.receivesFirst ? "receiving" : "sending") unit comes first here"
    case .inputWidth(let expected, let count):
      return "the network has \(plural(expected, "input unit")), but \(given(count, "input"))"
    case .targetWidth(let expected, let count):
      return "the network has \(plural(expected, "output unit")), but \(given(count, "target"))"
    case .patternSetWidth(
      let name, let inputs, let outputs, let network, let expectedInputs, let expectedOutputs):
      return "the patterns `\(name.asTyped)` have \(plural(inputs, "input")) "
        + "and \(plural(outputs, "target")), "
        + "but network `\(network.asTyped)` has \(plural(expectedInputs, "input unit")) "
        + "and \(plural(expectedOutputs, "output unit"))"
    case .targetOutOfRange(let target, let errorFunction, let range):
      return
        "\(errorFunction) needs targets between \(number(range.lowerBound)) and \(number(range.upperBound)), "
        + "not \(number(target)): outside that range E has no lower bound"
    case .noSuchPattern(let number, let name, let count):
      return "there is no pattern \(number): `\(name.asTyped)` has patterns 1 to \(count)"
    case .matrixShape(
      let weights, let expectedRows, let expectedColumns, let rows, let columns, let rowsReceive):
      let size = { (rows: Int, columns: Int) in
        rowsReceive ? "\(columns) × \(rows)" : "\(rows) × \(columns)"
      }
      return "\(weights) is \(size(expectedRows, expectedColumns)) "
        + (rowsReceive ? "(rows: to, columns: from), " : "(rows: from, columns: to), ")
        + "but \(size(rows, columns)) numbers are given here"
        + (rowsReceive && rows == expectedColumns && columns == expectedRows
          ? ", with a row for each sending unit" : "")
        + (!rowsReceive && notation.hasBiasRow(weights, of: expectedRows) && rows == expectedRows - 1
          ? "; row 0 is the bias unit's" : "")
    case .nothingYet(let what, let command): return "there is no \(what) yet; run `\(command)` first"
    case .weightsHaveChanged:
      return "the weights have changed since the pattern was presented; `forward` presents it again"
    case .stepNotKept:
      return "the change at the update before is not known, because `train` was interrupted within an epoch; "
        + "it is known after one more update"
    case .changesAreAdded:
      return "this Δw has been added already; `forward` and `backward` make a new one"
    case .needs(let command, let what): return "`\(command)` needs \(what)"
    case .notFinite(let what): return "\(what) is infinite or not a number"
    case .diverged(let epoch, let pattern, let learningRate):
      return
        "training diverged: the first number that is infinite or not a number appeared in epoch \(epoch), "
        + "pattern \(pattern)"
        + (learningRate.map { ", with η = \(number($0))" } ?? "; η has no effect on this rule")
        + "; the weights are those before `train`, and `plot error` shows how it happened"
    case .outsideDomain(let place): return sentence(place)
    case .lostChange(let change): return sentence(change)
    case .network(let error): return sentence(error)
    case .unreadableFile(let name, let reason): return "cannot read \"\(name.asTyped)\": \(reason)"
    case .unwritableFile(let name, let reason): return "cannot write \"\(name.asTyped)\": \(reason)"
    case .fileContent(let name, let problem): return sentence(problem, in: name)
    case .export(let problem): return sentence(problem)
    }
  }

  /// The correct spelling for the current network, for a problem that was found without knowing the network.
  private static func suggestion(for problem: Problem, _ notation: NetworkNotation) -> String? {
    switch problem {
    case .otherCourse(let word, _): return notation.spelling(of: word)
    case .layerSuperscript(let superscript):
      guard !superscript.subscripts.isEmpty, let spelling = notation.spelling(of: superscript) else {
        return nil
      }
      let mayBePower =
        !superscript.isBracketed && !superscript.subscripts.isEmpty && superscript.number != nil
      return spelling + (mayBePower ? "^\(superscript.level)" : "")
    default: return nil
    }
  }

  private static func sentence(_ superscript: LayerSuperscript, _ notation: NetworkNotation) -> String {
    let raised = superscript.isBracketed ? "^(\(superscript.level))" : "^\(superscript.level)"
    if let quantity = Quantity(rawValue: superscript.symbol), quantity.subscriptCount == 0 {
      let number = superscript.number.map { _ in " " + superscript.level } ?? " 2"
      return
        "`\(superscript.symbol)\(raised)` numbers a pattern in other courses; here `E` is the error of the "
        + "pattern that `forward\(number)` presents"
    }
    let isWeight = superscript.symbol == "w" || superscript.symbol == "Δw" || superscript.symbol == "W"
    let named =
      isWeight
      ? "layers are named by letters here: \(list(notation.weights.map { "`\($0)`" }))"
      : "layers are named by letters here, \(list(notation.letters)), which stand below the symbol"
    return "`\(superscript.symbol)\(raised)` numbers a layer in other courses; \(named); "
      + "a power goes after the subscripts, without brackets; "
      + "`notation nielsen`, or one of your own with `layers 1 2 3`, numbers layers"
  }

  /// `3 inputs`, `1 input`.
  static func plural(_ count: some BinaryInteger, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  /// `1 input is given here`.
  private static func given(_ count: Int, _ what: String) -> String {
    "\(plural(count, what)) \(count == 1 ? "is" : "are") given here"
  }

  /// `a, b and c`.
  static func list(_ items: [String], last word: String = "and") -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " \(word) " + last
  }

  /// An amount of memory: `512 MB`, `2.1 GB`.
  static func bytes(_ count: Double) -> String {
    if count < 1e9 { return "\(Int((count / 1e6).rounded(.up))) MB" }
    return "\(Numeral(count / 1e9, digits: 1).withoutTrailingZeros.text) GB"
  }

  /// `a, b and 40 more` for a long list.
  static func shortList(_ items: [String], most: Int = 12) -> String {
    guard items.count > most else { return list(items) }
    return items.prefix(most - 1).joined(separator: ", ") + " and \(items.count - most + 1) more"
  }

  /// A number without a needless `.0`.
  static func number(_ value: Double) -> String {
    if value == value.rounded(), value.magnitude < 1e15 { return "\(Int64(value))" }
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
