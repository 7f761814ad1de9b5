/// `history`
extension Command {
  static let history = Command(
    name: "history", family: .session,
    synopsis: ["history"],
    meaning: "list what the network has been trained with so far, and how each training ended",
    examples: ["train 10\nhistory"],
    parse: { (parser) throws(Diagnostic) in
      try parser.finish()
      return .print([.history])
    })
}
