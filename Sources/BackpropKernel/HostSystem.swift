import BackpropLanguage
import Glibc

/// What a cell may ask of the system: files, relative to the process's folder, which Jupyter sets to the notebook's; a clock.
enum HostSystem {
  private static let largestFile = CellHost.largestFile

  static func host(
    emit: @escaping (CellResult) -> Void, isInterrupted: @escaping () -> Bool,
    publish: @escaping (SessionSnapshot) -> Void = { _ in }
  ) -> CellHost {
    CellHost(
      emit: emit, isInterrupted: isInterrupted, now: monotonicSeconds, readFile: { read($0, waits: false) },
      writeFile: replace, availableMemory: AvailableMemory.bytes, publish: publish)
  }

  /// Seconds since the machine started.
  static func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The bytes of a file. A command line `waits` for whoever writes to a pipe that it names; a cell, which could not be
  /// interrupted meanwhile, refuses it.
  static func read(_ path: String, waits: Bool) -> Result<[UInt8], FileFailure> {
    let descriptor = open(expanded(path), O_RDONLY | O_CLOEXEC | (waits ? 0 : O_NONBLOCK))
    guard descriptor >= 0 else { return .failure(.system) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var status = stat()
    if fstat(descriptor, &status) == 0 {
      guard waits || status.st_mode & S_IFMT != S_IFIFO else {
        return .failure(FileFailure(reason: "it is a pipe"))
      }
      bytes.reserveCapacity(min(max(Int(status.st_size), 0), largestFile))
    }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { return .failure(.system) }
      if count == 0 { return .success(bytes) }
      bytes.append(contentsOf: chunk[..<count])
      guard bytes.count <= largestFile else {
        return .failure(FileFailure(reason: "it holds more than \(largestFile >> 20) MiB"))
      }
    }
  }

  /// Writes a file beside it and renames that, so that a reader never sees half of it and a failure leaves the old one.
  /// A link stays a link: what it names is replaced. What is no file (a device, a pipe) is written to.
  static func replace(_ path: String, _ bytes: [UInt8]) -> Result<Void, FileFailure> {
    var path = expanded(path)
    if let resolved = realpath(path, nil) {
      path = String(cString: resolved)
      free(resolved)
    }
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists, status.st_mode & S_IFMT != S_IFREG { return overwrite(path, bytes) }
    var template = Array("\(path).XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { return .failure(.system) }
    let mask = umask(0)
    umask(mask)
    let mode = exists ? status.st_mode & 0o777 : 0o666 & ~mask
    let isWritten = write(bytes, to: descriptor) && fchmod(descriptor, mode) == 0
    let isClosed = close(descriptor) == 0
    guard isWritten, isClosed, rename(template, path) == 0 else {
      let failure = FileFailure.system
      unlink(template)
      return .failure(failure)
    }
    return .success(())
  }

  private static func overwrite(_ path: String, _ bytes: [UInt8]) -> Result<Void, FileFailure> {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return .failure(.system) }
    let isWritten = write(bytes, to: descriptor)
    let failure = FileFailure.system
    return close(descriptor) == 0 && isWritten ? .success(()) : .failure(failure)
  }

  /// Writes all of it; false where the system refuses, as `errno` says.
  @discardableResult
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// The files and folders whose path begins so, folders with a `/` behind them; hidden ones only where asked for.
  static func files(beginning path: String) -> [String] {
    let cut = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let folder = String(path[..<cut])
    let start = String(path[cut...])
    guard let directory = opendir(folder.isEmpty ? "." : expanded(folder)) else { return [] }
    defer { closedir(directory) }
    var found: [String] = []
    while let entry = readdir(directory), found.count < mostFiles {
      let name = withUnsafePointer(to: entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name.hasPrefix(start), !name.hasPrefix(".") || start.hasPrefix(".") else { continue }
      found.append(folder + name + (entry.pointee.d_type == UInt8(DT_DIR) ? "/" : ""))
    }
    return found.sorted()
  }

  private static let mostFiles = 200

  /// `~/` is the user's own folder, as in a shell.
  private static func expanded(_ path: String) -> String {
    guard path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
    return String(cString: home) + path.dropFirst()
  }
}

extension FileFailure {
  /// What the system said last.
  fileprivate static var system: FileFailure { FileFailure(reason: String(cString: strerror(errno))) }
}
