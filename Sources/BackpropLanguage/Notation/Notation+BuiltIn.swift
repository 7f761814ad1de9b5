/// The notations of widely used books. Each entry cites the equations that its symbols are taken from.
extension Notation {
  static let builtIn: [Notation] = [.handout, rumelhart, mitchell, bishop, haykin, nielsen, goodfellow, ng]

  private static let rumelhart = Notation(
    name: "rumelhart",
    source: "Rumelhart, Hinton and Williams, Learning internal representations by error propagation, in "
      + "Parallel Distributed Processing, volume 1, chapter 8 (1986), equations 1 to 16",
    symbols: ["a": "net", "y": "o", "g": "f"], receivesFirst: true, pattern: "p", update: "n",
    inputLetter: "i")

  private static let mitchell = Notation(
    name: "mitchell",
    source: "Mitchell, Machine Learning (1997), chapter 4, equations 4.10 to 4.28 and table 4.2",
    symbols: ["a": "net", "y": "o", "g": "σ"], receivesFirst: true, pattern: "d", update: "n")

  private static let bishop = Notation(
    name: "bishop",
    source: "Bishop, Pattern Recognition and Machine Learning (2006), section 5.3, equations 5.45 to 5.67",
    symbols: ["y": "z", "g": "h"], lastOutput: "y", hasOppositeDelta: true, receivesFirst: true, pattern: "n",
    hasBiasInput: true, numbersWeights: true)

  private static let haykin = Notation(
    name: "haykin",
    source: "Haykin, Neural Networks: A Comprehensive Foundation, 2nd edition (1999), section 4.3, "
      + "equations 4.1 to 4.39",
    symbols: ["a": "v", "t": "d", "E": "ℰ", "g": "φ"], receivesFirst: true, update: "n", errorSignal: "e")

  private static let nielsen = Notation(
    name: "nielsen",
    source: "Nielsen, Neural Networks and Deep Learning (2015), chapter 2, equations 23, 25 and BP1 to BP4; "
      + "chapter 3, equations 107 and 108",
    symbols: ["a": "z", "y": "a", "t": "y", "E": "C", "g": "σ", "α": "μ"], hasOppositeDelta: true,
    receivesFirst: true, bias: "b", layers: LayerNumbers(first: 1, brackets: .none), pattern: "x")

  private static let goodfellow = Notation(
    name: "goodfellow",
    source:
      "Goodfellow, Bengio and Courville, Deep Learning (2016), section 6.5, algorithms 6.3, 6.4 and 8.7",
    symbols: ["y": "h", "t": "y", "E": "J", "g": "f", "δ": "g", "η": "ε", "ε": "δ"], hasOppositeDelta: true,
    receivesFirst: true, bias: "b", layers: LayerNumbers(first: 0))

  private static let ng = Notation(
    name: "ng",
    source: "Ng and Ma, CS229 Lecture Notes, the chapter on deep learning, section on backpropagation; Ng, "
      + "Neural Networks and Deep Learning (deeplearning.ai), week 3",
    symbols: ["a": "z", "y": "a", "t": "y", "E": "J", "η": "α", "α": "β"], hasOppositeDelta: true,
    receivesFirst: true, bias: "b", layers: LayerNumbers(first: 0, brackets: .square),
    hasDifferentials: true)
}
