import BackpropLanguage
import Compression
import Glibc
import JupyterKernel

/// What a cell may ask of the system: files, relative to the process's folder, which Jupyter sets to the
/// notebook's, and a clock.
enum HostSystem {
  static func host(
    emit: @escaping (CellResult) -> Void = { _ in }, isInterrupted: @escaping () -> Bool,
    ask: @escaping (String) -> CellHost.Reply = { _ in .nobody },
    publish: @escaping (SessionSnapshot) -> Void = { _ in }
  ) -> CellHost {
    var host = CellHost(
      emit: emit, isInterrupted: isInterrupted, now: monotonicSeconds,
      readFile: { read($0, waits: false, isInterrupted) },
      writeFile: { path, bytes in
        do throws(FileFailure) {
          return .success(try FileWriter(path, isInterrupted).write(bytes))
        } catch {
          return .failure(error)
        }
      }, availableMemory: AvailableMemory.bytes, ask: ask, publish: publish)
    host.unpack = { unpacked($0, isInterrupted) }
    return host
  }

  /// The number of seconds since the machine started.
  static func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The bytes of a file, read in pieces so that the reader can be stopped in between. A command line `waits`
  /// for the writer of a pipe that it names; a cell refuses a pipe, because it could not be interrupted
  /// meanwhile.
  static func read(
    _ path: String, waits: Bool, _ isInterrupted: () -> Bool = { false }
  ) -> Result<[UInt8], FileFailure> {
    guard let name = systemName(path) else { return .failure(.nameWithNUL) }
    let standard = StandardStreams.descriptor(named: name)
    let descriptor = standard.map { dup($0) } ?? open(name, O_RDONLY | O_CLOEXEC | (waits ? 0 : O_NONBLOCK))
    guard descriptor >= 0 else { return .failure(.system) }
    defer { close(descriptor) }
    var size = 0
    var status = stat()
    if fstat(descriptor, &status) == 0 {
      guard waits || status.st_mode & S_IFMT != S_IFIFO else { return .failure(.refused("it is a pipe")) }
      size = min(max(Int(status.st_size), 0), CellHost.largestFile)
      if let free = AvailableMemory.bytes(), Double(size) > free {
        return .failure(.refused("it holds \(size >> 20) MiB, and there is less memory than that"))
      }
    }
    var waited: Int32 = 0
    do throws(SystemError) {
      return .success(
        try readAll(descriptor, most: CellHost.largestFile, size: size, piece: 1 << 18) {
          () throws(SystemError) in
          if isInterrupted() { throw .interrupted }
          var end = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
          if waits || poll(&end, 1, moment) != 0 {
            waited = 0
            return true
          }
          waited += moment
          guard waited < patience else { throw .nothingComes }
          return false
        })
    } catch {
      let isTooLarge = error.number == EFBIG
      return .failure(
        isTooLarge
          ? .refused("it holds more than \(CellHost.largestFile >> 20) MiB") : FileFailure(error))
    }
  }

  /// The files and folders whose path begins with this text, folders with a trailing `/`; hidden ones only on
  /// request. Names with control characters are left out.
  static func files(beginning path: String) -> [String] {
    let cut = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let folder = String(path[..<cut])
    let start = String(path[cut...])
    guard let name = systemName(folder.isEmpty ? "." : folder), let directory = opendir(name) else {
      return []
    }
    defer { closedir(directory) }
    var found: [String] = []
    while let entry = readdir(directory), found.count < mostFiles {
      let name = withUnsafePointer(to: entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name.hasPrefix(start), !name.hasPrefix(".") || start.hasPrefix("."),
        name == VisibleText.line(name)
      else { continue }
      found.append(folder + name + (entry.pointee.d_type == UInt8(DT_DIR) ? "/" : ""))
    }
    return found.sorted()
  }

  private static let mostFiles = 200
  /// How long a cell waits for input from a terminal between two checks of `isInterrupted`, in milliseconds.
  private static let patience: Int32 = 10_000
  private static let moment: Int32 = 50

  /// A path in the system's form, with `~/` for the user's home folder as in a shell; nil if it contains a
  /// NUL.
  static func systemName(_ path: String) -> String? {
    guard !path.utf8.contains(0) else { return nil }
    guard path.hasPrefix("~/"), let home = Environment.home else { return path }
    return home + path.dropFirst()
  }
}

extension SystemError {
  /// The user asked to stop the cell.
  static let interrupted = SystemError(number: ECANCELED)
  /// A device has sent nothing for too long.
  static let nothingComes = SystemError(number: ETIMEDOUT)
}

extension FileFailure {
  init(_ error: SystemError) {
    switch error {
    case .interrupted: self = .interrupted
    case .nothingComes: self = .refused("no data comes from it")
    case _: self = .refused(error.description)
    }
  }

  /// The last error of the system.
  static var system: FileFailure { FileFailure(SystemError(number: errno)) }
  static let nameWithNUL = FileFailure.refused("a file name cannot contain NUL")
}
