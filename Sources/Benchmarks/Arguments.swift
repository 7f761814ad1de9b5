import Foundation

/// What the command line requests.
struct Arguments {
  enum Work { case core, help, memory, allocations }

  static let usage = """
    usage: Benchmarks core [--json] [--report FILE.html] [--quick] [--only WORDS] [--install-peers]

      Compares the core with the peers that are installed, and prints a report: tables in Markdown, figures
      in characters. A full run takes about five minutes on an idle machine.

      --json             print the report as JSON instead
      --report FILE.html also write it as a page with figures
      --quick            a few short rounds: about three minutes
      --only WORDS       only the rows whose names contain this text, such as "mini-batches" or "XOR"
      --install-peers    first install FANN with apt-get, and NumPy, PyTorch, JAX and genann's source with
                         pip into .build/peers

    """

  private(set) var work: Work
  private(set) var isJSON = false
  private(set) var isQuick = false
  private(set) var installsPeers = false
  private(set) var report: URL?
  private(set) var rows: String?

  /// nil if the arguments are not understood.
  init?(_ words: [String]) {
    guard let first = words.first else { return nil }
    switch first {
    case "core": work = .core
    // For new processes, in which these are measured.
    case "memory": work = .memory
    case "allocations": work = .allocations
    case "help", "--help", "-h": work = .help
    default: return nil
    }
    var rest = words.dropFirst()
    while let word = rest.popFirst() {
      switch word {
      case "--json": isJSON = true
      case "--quick": isQuick = true
      case "--install-peers": installsPeers = true
      case "--help", "-h": work = .help
      case "--only":
        guard let words = rest.popFirst() else { return nil }
        rows = words
      case "--report":
        guard let file = rest.popFirst() else { return nil }
        report = URL(fileURLWithPath: file)
      default: return nil
      }
    }
  }
}
