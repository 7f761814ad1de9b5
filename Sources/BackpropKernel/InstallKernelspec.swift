import Glibc

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `backprop install`: writes the kernelspec, by which Jupyter finds this executable.
func installKernelspec(_ arguments: [String]) -> Int32 {
  let environment = ProcessInfo.processInfo.environment
  let shared: String
  switch (arguments.first, arguments.count) {
  case (nil, _), ("--user", 1):
    shared =
      environment["JUPYTER_DATA_DIR"] ?? environment["XDG_DATA_HOME"].map { $0 + "/jupyter" }
      ?? (environment["HOME"] ?? FileManager.default.homeDirectoryForCurrentUser.path)
      + "/.local/share/jupyter"
  case ("--sys-prefix", 1):
    guard let prefix = environment["VIRTUAL_ENV"] ?? environment["CONDA_PREFIX"] else {
      return fail(
        .usage,
        "--sys-prefix installs into the active Python environment, but none is active; name its folder: --prefix DIR"
      )
    }
    shared = prefix + "/share/jupyter"
  case ("--prefix", 2): shared = arguments[1] + "/share/jupyter"
  default:
    return fail(
      .usage,
      "install takes one of --user, --sys-prefix and --prefix DIR, not '\(arguments.joined(separator: " "))'")
  }

  let folder = URL(filePath: shared + "/kernels/backprop").standardizedFileURL
  do {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, bytes) in try kernelspecFiles() {
      try Data(bytes).write(to: folder.appending(path: name), options: .atomic)
    }
  } catch {
    return fail(.cannotCreate, "cannot write to \(folder.path): \(reason(of: error))")
  }
  print("The kernelspec is in \(folder.path)")
  return 0
}

/// The system's reason for an error of the file system.
private func reason(of error: any Error) -> String {
  let code = ((error as? CocoaError)?.userInfo["NSUnderlyingError"] as? POSIXError)?.code
  return code.map { String(cString: strerror($0.rawValue)) } ?? "\(error)"
}

private func kernelspecFiles() throws -> [(name: String, bytes: [UInt8])] {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  let executable = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
  return [
    (
      "kernel.json", Array(try encoder.encode(Kernelspec(argv: [executable, "kernel", "{connection_file}"])))
    ),
    ("logo-32x32.png", PackageResources.logo_32x32_png),
    ("logo-64x64.png", PackageResources.logo_64x64_png),
    ("logo-svg.svg", PackageResources.logo_svg_svg),
  ]
}

/// `kernel.json`. Source: "Kernel specs" in the documentation of jupyter_client.
private struct Kernelspec: Encodable {
  var argv: [String]
  let displayName = "Backprop"
  let language = "backprop"
  let interruptMode = "message"
  let protocolVersion = "5.5"
  let metadata = ["debugger": false]

  private enum CodingKeys: String, CodingKey {
    case argv, language, metadata
    case displayName = "display_name"
    case interruptMode = "interrupt_mode"
    case protocolVersion = "kernel_protocol_version"
  }
}
