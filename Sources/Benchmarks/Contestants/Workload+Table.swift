import Backprop
import BackpropLanguage

extension Workload {
  /// The rows of the table, with the goals that the project set itself.
  static func table() throws -> [Workload] {
    let encoder = try PatternSet.encoder(8)
    let digits = try digits
    let greys = try greys(count: 1797, inputs: 64, outputs: 10)
    let small = [
      Workload(
        name: "XOR 2-2-1, one update per pattern", units: [2, 2, 1], batch: 1, patterns: .xor,
        goals: [Goal(ratio: 0.9, rival: .floor), Goal(ratio: 1.5, rival: .peers(["genann"]))]),
      Workload(
        name: "encoder 8-3-8, one update per pattern", units: [8, 3, 8], batch: 1, patterns: encoder,
        goals: [Goal(ratio: 0.9, rival: .floor), Goal(ratio: 2.5, rival: .peers(["genann"]))]),
      Workload(
        name: "digits 64-32-10, one update per pattern", units: [64, 32, 10], batch: 1, patterns: digits,
        goals: [Goal(ratio: 2.5, rival: .peers(["genann"]))]),
      Workload(
        name: "XOR, batch of 4", units: [2, 2, 1], batch: 4, patterns: .xor,
        goals: [Goal(ratio: 0.9, rival: .floor), Goal(ratio: 2, rival: .bestPeer)]),
      Workload(
        name: "encoder, batch of 8", units: [8, 3, 8], batch: 8, patterns: encoder,
        goals: [Goal(ratio: 0.9, rival: .floor), Goal(ratio: 2, rival: .bestPeer)]),
      Workload(
        name: "digits 64-32-10, mini-batches of 32", units: [64, 32, 10], batch: 32, patterns: digits,
        goals: [Goal(ratio: 6, rival: .peers(PeerProgram.pyTorch))]),
      // The same without the advantage that half of a digit's inputs are 0.
      Workload(
        name: "64-32-10 without zeros, one update per pattern", units: [64, 32, 10], batch: 1,
        patterns: greys, goals: [Goal(ratio: 0.9, rival: .floor), Goal(ratio: 2.5, rival: .bestPeer)]),
      Workload(
        name: "64-32-10 without zeros, mini-batches of 32", units: [64, 32, 10], batch: 32, patterns: greys,
        goals: [Goal(ratio: 1.15, rival: .bestPeer)]),
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
        workload.goals = own.isCopy ? [Goal(ratio: 1 / 1.5, rival: .builtIn)] : []
        return workload
      }
    }
    return small + ownFormulas
      + [
        Workload(
          name: "784-256-10, four of five inputs 0, mini-batches of 128", units: [784, 256, 10], batch: 128,
          patterns: drawings, goals: [Goal(ratio: 1.15, rival: .bestPeer)]),
        Workload(
          name: "784-256-10, mini-batches of 128, single precision", units: [784, 256, 10], batch: 128,
          patterns: images, precision: .single, goals: [Goal(ratio: 1.1, rival: .bestPeer)]),
        Workload(
          name: "1024-1024-1024-10, mini-batches of 256, single precision", units: [1024, 1024, 1024, 10],
          batch: 256, patterns: large, precision: .single, goals: [Goal(ratio: 1.1, rival: .bestPeer)]),
      ]
      + [1, 2].flatMap { threads in
        let cores = threads == 1 ? "" : ", 2 threads"
        return [
          Workload(
            name: "784-256-10, mini-batches of 128" + cores, units: [784, 256, 10], batch: 128,
            patterns: images, threads: threads, goals: Self.goals(ofLarge: threads)),
          Workload(
            name: "1024-1024-1024-10, mini-batches of 256" + cores, units: [1024, 1024, 1024, 10],
            batch: 256, patterns: large, threads: threads, goals: Self.goals(ofLarge: threads)),
        ]
      }
  }

  /// With two threads, BLAS alone is not the limit: others share out the rest as well.
  private static func goals(ofLarge threads: Int) -> [Goal] {
    let best = Goal(ratio: 1.15, rival: .bestPeer)
    return threads == 1 ? [best, Goal(ratio: 0.95, rival: .products)] : [best]
  }
}
