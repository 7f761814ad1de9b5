import Backprop
import Rendering
import Testing

@testable import BackpropLanguage

/// Every word that the language shows to a reader is explained: by `help`, by inspection in place and, if
/// more may follow, by completion.
@Suite struct HelpTests {
  private let notebook = Notebook()

  init() { notebook.run("network 2-2-1, bias\npatterns xor\nforward 2\nbackward\ntrain 2") }

  private func inspect(_ cell: String, at offset: Int) -> String {
    let document = Assistance.inspect(cell, at: offset, in: notebook.session.snapshot)
    return document.map { Renderer().rendition(of: $0)["text/plain"] ?? "" } ?? ""
  }

  private func completions(_ cell: String) -> [String] {
    Assistance.complete(cell, at: cell.unicodeScalars.count, in: notebook.session.snapshot) { _ in [] }
      .items.map(\.text)
  }

  private func helps(_ word: String) -> Bool {
    let (outcome, text) = notebook.outcome(of: "help \(word)")
    return outcome == .finished && text.count > word.count + 5
  }

  /// The words of a synopsis, each with its position; dots and one-letter placeholders do not count.
  private static func words(of line: String) -> [(word: String, offset: Int)] {
    var words: [(String, Int)] = []
    var word = ""
    var start = 0
    for (offset, scalar) in (line + " ").unicodeScalars.enumerated() {
      if scalar.properties.isAlphabetic || "0123456789_-'".unicodeScalars.contains(scalar) && !word.isEmpty {
        if word.isEmpty { start = offset }
        word.unicodeScalars.append(scalar)
      } else if !word.isEmpty {
        while word.last == "-" { word.removeLast() }
        words.append((word, start))
        word = ""
      }
    }
    return words
  }

  @Test func everyWordOfEverySynopsis() {
    var count = 0
    for command in CommandTable.all {
      for line in command.synopsis.flatMap({ $0.split(separator: "\n").map(String.init) }) {
        for (word, offset) in Self.words(of: line) {
          #expect(helps(word), "help \(word)")
          #expect(!inspect(line, at: offset).isEmpty, "\(word) in `\(line)`")
          count += 1
        }
      }
    }
    #expect(count > 150)
  }

  @Test func everyOptionAndEveryValueOfOne() {
    var count = 0
    for command in CommandTable.all {
      for option in command.options {
        for name in [option.name] + option.synonyms {
          #expect(helps(name), "help \(name)")
          #expect(helps("\(command.name) \(name)"), "help \(command.name) \(name)")
          let cell = "\(command.name) x, \(name) 0.5"
          let place = cell.unicodeScalars.count
          #expect(inspect(cell, at: place - 5).contains(option.name), "\(name) of \(command.name)")
          #expect(
            inspect(cell, at: place - 1).contains(option.name), "the number of \(name) of \(command.name)")
          count += 1
        }
        if option.value != .flag {
          #expect(
            !completions("\(command.name) x, \(option.name) ").isEmpty, "\(command.name), \(option.name)")
        }
        guard case .choice(let words) = option.value else { continue }
        for word in words {
          #expect(helps(word), "help \(word)")
          #expect(
            !inspect(
              "\(command.name) x, \(option.name) \(word)", at: command.name.count + 5 + option.name.count
            ).isEmpty)
        }
      }
    }
    #expect(count > 25)
  }

  @Test func everyLearningRuleByWhatItDoes() {
    for rule in LearningRule.all {
      let said = "\(rule.name): a learning rule: \(rule.meaning)"
      #expect(Program.firstMissing([said], in: notebook.run("help \(rule.name)")) == nil)
    }
  }

  /// Of two options that share a spelling, one would be taken for the other.
  @Test(arguments: [Command.train, .sweep].map(\.name))
  func everySpellingIsOfOneOption(_ command: String) throws {
    let options = try #require(CommandTable.command(named: command)).options
    let spellings = options.flatMap { [$0.name] + $0.synonyms }
    #expect(spellings.count > 10 && Set(spellings).count == spellings.count)
  }

  @Test func everyFigureFunctionSetAndSymbol() {
    let words =
      FigureTable.plotted.names + TransferFunction.all.map(\.name) + ErrorFunction.all.map(\.name)
      + BuiltInPatterns.names
      + TrainRequest.rules + Printed.words + Vocabulary.all + WorkedExample.all.map(\.name)
      + Quantity.allCases.map(\.rawValue) + CommandTable.spellings + [
        "cross-entropy", "leaky relu", "δ_j1", "∂E/∂w_ij",
      ]
      + ["bias", "momentum", "gradient", "boundary", "η", "batch", "i", "j", "k", "p", "q", "r"]
    for word in words { #expect(helps(word), "help \(word)") }
  }

  @Test func figuresTakeUnitsWeightsAndNumbers() {
    #expect(
      completions("plot surface ")
        == ["w_ij", "Δw_ij", "w_jk", "Δw_jk"].filter { completions("plot surface ").contains($0) })
    #expect(completions("plot surface ").contains("w_ij"))
    #expect(completions("plot surface w_i1j1 ").contains("w_jk"))
    #expect(completions("plot boundary ") == ["i1", "i2"])
    #expect(completions("plot boundary i1 ") == ["i1", "i2"])
    #expect(completions("plot hidden ") == ["j1", "j2"])
    #expect(completions("plot transfer ") == ["j", "j1", "j2", "k", "k1"])
    #expect(completions("plot network ") == ["a", "y", "δ", "w", "Δw"])
    #expect(completions("plot error, hidden ") == ["j1", "j2"])
    #expect(completions("animate ") == ["step", "training"])
    #expect(completions("weights uniform ") == ["-0.5 0.5"])
    #expect(completions("patterns parity ") == ["4"])
    #expect(completions("connect i -> ").contains("k"))
  }

  @Test func everyCommandWithSomethingBehindIt() {
    var count = 0
    for command in CommandTable.all {
      let hasMore = command.synopsis.contains { $0.contains(" ") }
      for name in [command.name] + command.synonyms where hasMore {
        #expect(!completions(name + " ").isEmpty, "\(name)")
        count += 1
      }
    }
    #expect(count > 25)
  }

  /// Every entry in the list of other courses' words has an answer, and every example in it runs or is a
  /// formula.
  @Test func everyWordOfOtherCourses() {
    var seen: Set<String> = []
    for entry in OtherCourses.all {
      for word in entry.words {
        #expect(seen.insert(word).inserted, "\(word) stands in the list twice")
        #expect(helps(word), "help \(word)")
      }
      let fresh = Notebook()
      fresh.run("network 2-2-1, bias\npatterns xor\nforward 2\nbackward")
      #expect(fresh.outcome(of: entry.example).0 == .finished, "\(entry.example)")
    }
    #expect(seen.count > 150)
  }
}
