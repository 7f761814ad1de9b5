import Backprop
import Foundation

/// The machine that the benchmark ran on.
struct Machine: Encodable {
  let processor: String
  let cores: Int
  let instructions = InstructionSet.inUse
  /// How many programs were runnable when the benchmark began; if there were more than cores, the times are
  /// those of a busy machine.
  let load: Double

  init() {
    let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
    let model = lines.first { $0.hasPrefix("model name") }?.split(separator: ":").last
    processor = model.map { $0.trimmingCharacters(in: .whitespaces) } ?? "a processor"
    cores = Processor.cores
    var averages = [0.0, 0, 0]
    load = getloadavg(&averages, 3) > 0 ? averages[0] : 0
  }
}
