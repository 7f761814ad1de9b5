/// `history`
extension Command {
  static let history = Command(
    name: "history", family: .session,
    synopsis: ["history"],
    meaning: "list the trainings of the network so far, and how each ended",
    examples: ["train 10\nhistory"],
    parse: { (parser) throws(Diagnostic) in
      try parser.finish()
      return .print([.history])
    })
}
