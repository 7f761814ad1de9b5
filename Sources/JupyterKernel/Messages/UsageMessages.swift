import JSON
import JupyterMessages

/// `usage_reply`: the resource usage of the kernel and its machine, for JupyterLab's resource panel. The
/// fields are those of ipykernel.
struct UsageReply: MessageContent, Equatable {
  static let type = "usage_reply"
  var hostname: String
  var pid: Int
  /// Percent of one core since the previous request.
  var kernelCPU: Double
  /// The resident memory in bytes.
  var kernelMemory: Int
  var coreCount: Int
  /// Percent of all cores since the previous request.
  var hostCPU: Double
  var hostMemory: HostMemory

  struct HostMemory: Sendable, Equatable {
    /// In bytes.
    var total: Int
    var available: Int
    var used: Int
    var free: Int
    var percent: Double
  }

  var json: JSONValue {
    [
      "status": "ok", "hostname": .string(hostname), "pid": .integer(pid), "kernel_cpu": .number(kernelCPU),
      "kernel_memory": .integer(kernelMemory), "cpu_count": .integer(coreCount),
      "host_cpu_percent": .number(hostCPU),
      "host_virtual_memory": [
        "total": .integer(hostMemory.total), "available": .integer(hostMemory.available),
        "used": .integer(hostMemory.used), "free": .integer(hostMemory.free),
        "percent": .number(hostMemory.percent),
      ],
    ]
  }
}
