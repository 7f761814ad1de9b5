/// `example mazur`
extension Command {
  static let example = Command(
    name: "example", synonyms: ["examples"], family: .session,
    synopsis: ["example", "example NAME"],
    meaning: "show a published worked example as a cell to run; all of them by name if none is given",
    arguments: [.exampleName],
    examples: ["example", "example mazur"],
    parse: { (parser) throws(Diagnostic) in
      let name = parser.cursor.takeName()
      try parser.finish()
      return Action { (execution) throws(Diagnostic) in try execution.showExample(name) }
    })
}

extension Execution {
  fileprivate func showExample(_ name: Located<String>?) throws(Diagnostic) {
    guard let name else {
      let rows = WorkedExample.all.map { example in
        Table.Row(header: [.code("example \(example.name)")], cells: [.inline([.text(example.source)])])
      }
      return emit([.table(Table(caption: [.text("worked examples with published numbers")], rows: rows))])
    }
    guard let example = WorkedExample.all.first(where: { $0.name == name.value }) else {
      let known = WorkedExample.all.map { $0.name }
      throw Diagnostic(
        .unknownName(name.value, kind: "worked example", known: known), at: name.range,
        suggestion: Spelling.nearest(to: name.value, among: known))
    }
    emit([.paragraph([.text(example.source)]), .code(example.cell), .note([.text(example.note)])])
  }
}
