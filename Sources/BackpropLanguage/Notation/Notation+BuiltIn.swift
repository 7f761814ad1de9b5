/// The notations of widely used books. Each entry cites the equations that its symbols are taken from.
extension Notation {
  static let builtIn: [Notation] = [.handout, rumelhart, mitchell, bishop, haykin]

  private static let rumelhart = Notation(
    name: "rumelhart",
    source: "Rumelhart, Hinton and Williams, Learning internal representations by error propagation, in "
      + "Parallel Distributed Processing, volume 1, chapter 8 (1986), equations 7, 8, 13, 14 and 16",
    symbols: ["a": "net", "y": "o", "g": "f"], receivesFirst: true, pattern: "p")

  private static let mitchell = Notation(
    name: "mitchell",
    source: "Mitchell, Machine Learning (1997), chapter 4, table 4.2, equations T4.3 to T4.5",
    symbols: ["a": "net", "y": "o", "g": "σ"], receivesFirst: true, pattern: "d")

  private static let bishop = Notation(
    name: "bishop",
    source: "Bishop, Pattern Recognition and Machine Learning (2006), section 5.3, equations 5.48 to 5.56",
    symbols: ["y": "z", "g": "h"], lastOutput: "y", hasOppositeDelta: true, receivesFirst: true, pattern: "n")

  private static let haykin = Notation(
    name: "haykin",
    source: "Haykin, Neural Networks: A Comprehensive Foundation, 2nd edition (1999), section 4.3, "
      + "equations 4.4, 4.5, 4.13, 4.14 and 4.24",
    symbols: ["a": "v", "t": "d", "E": "ℰ", "g": "φ"], receivesFirst: true)
}
