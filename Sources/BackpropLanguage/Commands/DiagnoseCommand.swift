/// `diagnose`, which looks for what keeps a network from learning.
enum DiagnoseCommand {
  static let diagnose = Command(
    name: "diagnose", synonyms: ["diagnosis"], family: .training,
    synopsis: ["diagnose"],
    meaning:
      "say why training is stuck: size of the gradient, saturated units, identical hidden units, saddle or "
      + "minimum",
    details: """
      The curvature is that of total E over the weights that are not frozen: where the gradient is small, a \
      negative one makes the place a saddle, from which E still falls in some direction; with none it is a \
      minimum.
      """,
    examples: ["weights zero\ndiagnose"],
    parse: { (parser) throws(Diagnostic) in
      try parser.finish()
      return .diagnose
    })
}
