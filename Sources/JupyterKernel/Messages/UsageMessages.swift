/// `usage_reply`: what the kernel and its machine use, for JupyterLab's resource panel. The fields are ipykernel's.
struct UsageReply: MessageContent, Equatable {
  static let type = "usage_reply"
  let status = "ok"
  var hostname: String
  var pid: Int
  /// Percent of one core since the request before.
  var kernelCPU: Double
  /// Bytes that are resident.
  var kernelMemory: Int
  var coreCount: Int
  /// Percent of all cores since the request before.
  var hostCPU: Double
  var hostMemory: HostMemory

  struct HostMemory: Encodable, Sendable, Equatable {
    /// In bytes.
    var total: Int
    var available: Int
    var used: Int
    var free: Int
    var percent: Double
  }

  private enum CodingKeys: String, CodingKey {
    case status, hostname, pid
    case kernelCPU = "kernel_cpu"
    case kernelMemory = "kernel_memory"
    case coreCount = "cpu_count"
    case hostCPU = "host_cpu_percent"
    case hostMemory = "host_virtual_memory"
  }
}
