import Backprop
import BackpropLanguage

extension Workload {
  /// The rows of the table, with the goals that the project set itself on 2 cores of a Zen 4 server.
  static func table() throws -> [Workload] {
    let encoder = try PatternSet.encoder(8)
    let digits = try digits
    let greys = try greys(count: 1797, inputs: 64, outputs: 10)
    let small = [
      Workload(
        name: "XOR 2-2-1, one update per pattern", units: [2, 2, 1], batch: 1, patterns: .xor,
        goals: [.nanoseconds(45), .timesAsFast(1.5, as: ["genann"])]),
      Workload(
        name: "encoder 8-3-8, one update per pattern", units: [8, 3, 8], batch: 1, patterns: encoder,
        goals: [.nanoseconds(62), .timesAsFast(2.5, as: ["genann"])]),
      Workload(
        name: "digits 64-32-10, one update per pattern", units: [64, 32, 10], batch: 1, patterns: digits,
        goals: [.nanoseconds(390), .timesAsFast(2.5, as: ["genann"])]),
      Workload(
        name: "XOR, batch of 4", units: [2, 2, 1], batch: 4, patterns: .xor, goals: [.nanoseconds(16)]),
      Workload(
        name: "encoder, batch of 8", units: [8, 3, 8], batch: 8, patterns: encoder,
        goals: [.nanoseconds(28)]),
      Workload(
        name: "digits 64-32-10, mini-batches of 32", units: [64, 32, 10], batch: 32, patterns: digits,
        goals: [.nanoseconds(300), .timesAsFast(6, as: PeerProgram.pyTorch)]),
      // The same without the advantage that half of a digit's inputs are 0.
      Workload(
        name: "64-32-10 without zeros, one update per pattern", units: [64, 32, 10], batch: 1,
        patterns: greys),
      Workload(
        name: "64-32-10 without zeros, mini-batches of 32", units: [64, 32, 10], batch: 32, patterns: greys),
    ]
    let images = try self.greys(count: 1280, inputs: 784, outputs: 10)
    let drawings = try self.greys(count: 1280, inputs: 784, outputs: 10, shareOfZeros: 0.8)
    let large = try self.greys(count: 256, inputs: 1024, outputs: 10)
    let classic =
      small.filter { $0.name.hasPrefix("XOR") || $0.name.hasPrefix("digits") }
      + [
        Workload(
          name: "784-256-10, mini-batches of 128", units: [784, 256, 10], batch: 128, patterns: images)
      ]
    let ownFormulas = try OwnFormula.all().flatMap { own in
      classic.map { workload in
        var workload = workload
        workload.name += ", \(own.name)"
        workload.own = own
        workload.goals = own.isCopy ? [.timesAsFast(1 / 1.5, as: ["built-in"])] : []
        return workload
      }
    }
    return small + ownFormulas
      + [
        Workload(
          name: "784-256-10, four of five inputs 0, mini-batches of 128", units: [784, 256, 10], batch: 128,
          patterns: drawings),
        Workload(
          name: "784-256-10, mini-batches of 128, single precision", units: [784, 256, 10], batch: 128,
          patterns: images, precision: .single),
        Workload(
          name: "1024-1024-1024-10, mini-batches of 256, single precision", units: [1024, 1024, 1024, 10],
          batch: 256, patterns: large, precision: .single),
      ]
      + [1, 2].flatMap { threads in
        let cores = threads == 1 ? "" : ", 2 threads"
        return [
          Workload(
            name: "784-256-10, mini-batches of 128" + cores, units: [784, 256, 10], batch: 128,
            patterns: images, threads: threads, goals: [.timesAsFast(1.15, as: PeerProgram.pyTorch)]),
          Workload(
            name: "1024-1024-1024-10, mini-batches of 256" + cores, units: [1024, 1024, 1024, 10],
            batch: 256, patterns: large, threads: threads,
            goals: [
              .timesAsFast(1.15, as: PeerProgram.pyTorch), .timesAsFast(0.9, as: [DenseProducts.name]),
            ]),
        ]
      }
  }
}
