/// Help from the command table: a short list of all commands, or one command in full.
enum HelpDocument {
  static var overview: [Block] {
    var blocks: [Block] = []
    for family in Command.Family.allCases {
      let rows = CommandTable.all.filter { $0.family == family }.map { command in
        Table.Row(header: [.code(command.name)], cells: [.inline([.text(command.meaning)])])
      }
      blocks.append(.table(Table(caption: [.text(family.rawValue)], rows: rows)))
    }
    blocks.append(
      .note([
        .text("A line that is just a formula prints its value. "), .code("help train"),
        .text(" explains "),
        .code("train"), .text("."),
      ]))
    return blocks
  }

  static func blocks(_ command: Command) -> [Block] {
    var blocks: [Block] = [
      .paragraph([.strong(command.name), .text(": \(command.meaning)")]),
      .code(command.synopsis.joined(separator: "\n")),
    ]
    if let details = command.details { blocks.append(.paragraph(Inline.prose(details))) }
    if !command.options.isEmpty {
      let rows = command.options.map { option in
        Table.Row(
          header: [.code(option.form)],
          cells: [.inline(Inline.prose(option.explanation + (option.defaultValue.map { " (\($0))" } ?? "")))])
      }
      blocks.append(.table(Table(caption: [.text("options, and what applies without them")], rows: rows)))
    }
    blocks.append(.paragraph([.text(command.examples.count == 1 ? "Example:" : "Examples:")]))
    blocks += command.examples.map { .code($0) }
    return blocks
  }
}
