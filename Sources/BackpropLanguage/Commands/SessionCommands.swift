/// What lives side by side, and how it is shown.
enum SessionCommands {
  static let all = [use, list, delete, letName, digits, history, example, help]

  static let use = Command(
    name: "use", family: .session,
    synopsis: ["use NAME"],
    meaning: "switch to the network, or the pattern set, or both, of this name",
    arguments: [.networkName, .patternsName],
    examples: ["use xor"],
    parse: { (parser) throws(Diagnostic) in
      let name = try parser.cursor.name("the name of a network or pattern set", example: "use xor")
      try parser.finish()
      return .use(name)
    })

  static let list = Command(
    name: "list", family: .session,
    synopsis: ["list"],
    meaning: "name the networks, pattern sets and definitions of the session",
    examples: ["list"],
    parse: { (parser) throws(Diagnostic) in
      try parser.finish()
      return .list
    })

  static let delete = Command(
    name: "delete", synonyms: ["remove"], family: .session,
    synopsis: ["delete NAME, NAME, …"],
    meaning: "remove networks, pattern sets or definitions",
    arguments: [.networkName, .patternsName],
    takesList: true,
    examples: ["let c = 2\ndelete c"],
    parse: { (parser) throws(Diagnostic) in
      var names: [Located<String>] = []
      repeat {
        names.append(try parser.cursor.name("the name of what to delete", example: "delete xor"))
      } while parser.cursor.take(",")
      try parser.finish()
      return .delete(names)
    })

  static let letName = Command(
    name: "let", family: .session,
    synopsis: ["let NAME = FORMULA", "let q = 2"],
    meaning: "give a formula a name, or pin p, q or r to one unit of its layer",
    arguments: [.formula],
    examples: ["let q = 2", "let c = 1/2"],
    parse: { (parser) throws(Diagnostic) in
      let example = "let c = 1/2"
      let name = try parser.cursor.symbolName("a name", example: example)
      guard parser.cursor.take("=") else { throw parser.cursor.expected("`=`", example: example) }
      return .letName(name, try parser.formula("a formula"))
    })

  static let digits = Command(
    name: "digits", family: .session,
    synopsis: ["digits N"],
    meaning: "show numbers with N digits after the decimal point, 0 to 15 (6 by default)",
    arguments: [.words(["4", "8", "12"])],
    examples: ["digits 8"],
    parse: { (parser) throws(Diagnostic) in
      let digits = try parser.cursor.integer("the number of digits", least: 0, most: 15, example: "digits 8")
      try parser.finish()
      return .digits(digits.value)
    })

  static let history = Command(
    name: "history", family: .session,
    synopsis: ["history"],
    meaning: "list what the network has been trained with so far, and how each training ended",
    examples: ["train 10\nhistory"],
    parse: { (parser) throws(Diagnostic) in
      try parser.finish()
      return .print([.history])
    })

  static let example = Command(
    name: "example", synonyms: ["examples"], family: .session,
    synopsis: ["example", "example NAME"],
    meaning: "show a published worked example as a cell to run; all of them by name if none is given",
    arguments: [.exampleName],
    examples: ["example", "example mazur"],
    parse: { (parser) throws(Diagnostic) in
      let name = parser.cursor.takeName()
      try parser.finish()
      return .example(name)
    })

  static let help = Command(
    name: "help", family: .session,
    synopsis: ["help", "help COMMAND", "help QUANTITY", "help OPTION"],
    meaning:
      "say what the commands are, or all about one, or about any other word: an option, δ_j, tanh, boundary",
    arguments: [.commandName, .topic],
    examples: ["help", "help train", "help δ_j", "help train batch"],
    parse: { (parser) throws(Diagnostic) in
      guard !parser.cursor.isAtEnd else { return .help(nil) }
      let start = parser.cursor.range.lowerBound
      _ = parser.cursor.takeRest()
      let range = parser.cursor.range(from: start)
      return .help(Located(Lexer.plain(word: parser.cursor.source.string(range).unicodeScalars), range))
    })
}
