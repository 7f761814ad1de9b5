import Foundation

/// A program that others have written or might write, and how to start it for a workload; nil if it cannot
/// train that workload.
struct PeerProgram {
  let name: String
  /// The version of a library, if known.
  var version: String?
  /// Whether it also trains with a user's own transfer function, error or learning rule.
  var takesOwnFormulas = false
  let command: (Workload) -> [String]?

  /// The two forms of PyTorch: the faster of them counts.
  static let pyTorch = ["PyTorch", "PyTorch autograd"]
  static let floor = "floor"
  static let genannByTable = "genann (table)"

  /// Above these limits, loops over all weights take seconds.
  private static let mostWeightsOfLoops = 100_000
  private static let mostWeightsOfFloor = 10_000

  /// Compiles the C programs and looks for the libraries. Returns those that are present, in the order of the
  /// report.
  static func installed() throws -> [PeerProgram] {
    try FileManager.default.createDirectory(at: Folders.build, withIntermediateDirectories: true)
    var programs = [floorProgram]
    if let plain = compiled("plain", flags: ["-ffast-math"], libraries: ["-lm"]) {
      programs.append(loops("C", plain) { _ in true })
    }
    let genann = Folders.genann.path
    for (name, sigmoid) in [("genann", "sigmoid"), (genannByTable, "sigmoid_cached")] {
      let flags = [
        "-ffast-math", "-DNDEBUG", "-Dgenann_act=genann_act_\(sigmoid)", "-I\(genann)", genann + "/genann.c",
      ]
      if let program = compiled("genann", as: "genann-" + sigmoid, flags: flags, libraries: ["-lm"]) {
        programs.append(loops(name, program) { $0.batch == 1 })
      }
    }
    if let fann = compiled("fann", libraries: ["-ldoublefann", "-lm"]) {
      // It has no mini-batches.
      programs.append(loops("FANN", fann) { $0.batch == 1 || $0.batch == $0.patterns.count })
    }
    let libraries = [
      ("NumPy", "numpy", "numpy"), (pyTorch[0], "torch", "torch"), (pyTorch[1], "torch", "autograd"),
      ("JAX", "jax", "jax"),
    ]
    for (name, module, kind) in libraries {
      let version = "import \(module); print(\(module).__version__)"
      guard let answer = try? Command.output(of: [Folders.python, "-c", version]) else { continue }
      programs.append(
        PeerProgram(
          name: name, version: kind == module ? answer.trimmingCharacters(in: .whitespacesAndNewlines) : nil,
          takesOwnFormulas: kind == "autograd"
        ) {
          let kind = $0.own.map { "\(kind):\($0.peer)" } ?? kind
          return [Folders.python, Folders.source("peers.py"), kind, "\($0.threads)", $0.precision.rawValue]
        })
    }
    return programs
  }

  private static func loops(
    _ name: String, _ program: String, _ canTrain: @escaping (Workload) -> Bool
  ) -> PeerProgram {
    PeerProgram(name: name) {
      $0.weightCount < mostWeightsOfLoops && canTrain($0) ? [program] : nil
    }
  }

  /// It is compiled for each workload.
  private static var floorProgram: PeerProgram {
    PeerProgram(name: floor) { workload in
      guard workload.units.count == 3, workload.weightCount < mostWeightsOfFloor else { return nil }
      let sizes = zip(["INPUTS", "HIDDEN", "OUTPUTS", "BATCH"], workload.units + [workload.batch])
      let name = (["floor"] + sizes.map { "\($1)" }).joined(separator: "-")
      let flags = sizes.map { "-D\($0)=\($1)" } + ["-Wno-psabi"]
      // Swift's own clang generates the fastest code for it.
      return compiled("floor", as: name, by: ["clang", "cc"], flags: flags, libraries: ["-lm"]).map { [$0] }
    }
  }

  /// The path of the program, or nil.
  private static func compiled(
    _ source: String, as name: String? = nil, by compilers: [String] = ["cc"], flags: [String] = [],
    libraries: [String]
  ) -> String? {
    let program = Folders.build.appendingPathComponent(name ?? source).path
    let source = Folders.source(source + ".c")
    let rest =
      ["-O3", InstructionSet.inUse.compilerFlag, source] + flags + ["-o", program] + libraries
    return compilers.contains { Command.succeeds([$0] + rest) } ? program : nil
  }
}

/// The folder of the peers.
enum Folders {
  private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
  static let build = sources.deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent(".build/peers")
  static let genann = build.appendingPathComponent("genann")
  static let virtualEnvironment = build.appendingPathComponent("venv").path
  static let python = virtualEnvironment + "/bin/python"

  static func source(_ file: String) -> String {
    sources.appendingPathComponent("Peers/" + file).path
  }
}
