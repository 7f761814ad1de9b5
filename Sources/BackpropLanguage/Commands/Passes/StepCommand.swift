/// `step 2`: forward, backward and update
extension Command {
  static let step = Command(
    name: "step", family: .passes,
    synopsis: ["step [PATTERN] [, hidden]", "step INPUTS -> TARGETS [, hidden]"],
    meaning: "forward, backward and update for one pattern, under the handout's headings",
    arguments: [.patternNumber],
    options: [.hidden("takes the step, and shows nothing")],
    examples: ["step 2", "step 0 1 -> 1"],
    parse: { (parser) throws(Diagnostic) in
      let presented = try parser.presented()
      let options = try parser.options(commaIsOptional: presented.isAgain)
      return Action { (execution) throws(Diagnostic) in
        var blocks = try execution.forward(presented)
        blocks += try execution.backward()
        blocks += try execution.update()
        if !options.has("hidden") { execution.emit(blocks) }
      }
    })
}
