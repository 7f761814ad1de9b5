/// `digits 8`
extension Command {
  static let digits = Command(
    name: "digits", family: .session,
    synopsis: ["digits N"],
    meaning: "show numbers with N digits after the decimal point, 0 to 15 (6 by default)",
    arguments: [.words(["4", "8", "12"])],
    examples: ["digits 8"],
    parse: { (parser) throws(Diagnostic) in
      let digits = try parser.cursor.count("the number of digits", least: 0, most: 15)
      try parser.finish()
      return Action { (execution) in
        execution.state.digits = digits.value
        execution.note("numbers have \(Wording.plural(digits.value, "digit")) after the decimal point")
      }
    })
}
