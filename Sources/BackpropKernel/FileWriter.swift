import BackpropLanguage
import Glibc
import JupyterKernel

/// Writes a file for a cell, in pieces, so that the user can stop it in between.
///
/// A file is either replaced completely, once the new contents are safely on disk, or left unchanged. A
/// symbolic link is kept: its target is replaced, or created if it does not exist. Anything that is not a
/// regular file (a device, a pipe) is written to.
struct FileWriter {
  private let path: String
  private let isInterrupted: () -> Bool

  private static let piece = 4 << 20
  /// The number of bytes that a writable pipe accepts without waiting.
  private static let pipePiece = 4096
  /// How long the reader of a pipe may pause, in milliseconds, and the time between two checks of
  /// `isInterrupted`.
  private static let patience = 10_000
  private static let moment = 50

  init(_ path: String, _ isInterrupted: @escaping () -> Bool) throws(FileFailure) {
    guard let name = HostSystem.systemName(path) else { throw .nameWithNUL }
    self.path = name
    self.isInterrupted = isInterrupted
  }

  func write(_ bytes: [UInt8]) throws(FileFailure) {
    if let standard = StandardStreams.descriptor(named: path) { return try pour(bytes, into: standard) }
    let path = try target()
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists, status.st_mode & S_IFMT != S_IFREG {
      try overwrite(path, bytes)
    } else {
      try replace(path, bytes, mode: exists ? status.st_mode & 0o777 : nil)
    }
  }

  /// The target of a link, followed through any number of links; the path itself if it is not a link.
  private func target() throws(FileFailure) -> String {
    var path = path
    var contents = [UInt8](repeating: 0, count: Int(PATH_MAX))
    for _ in 0..<40 {
      let count = readlink(path, &contents, contents.count)
      guard count >= 0 else { return path }
      let name = String(decoding: contents[..<count], as: UTF8.self)
      path = name.hasPrefix("/") ? name : Self.folder(of: path) + name
    }
    throw .refused(String(cString: strerror(ELOOP)))
  }

  /// With its trailing `/`; empty for the current folder.
  private static func folder(of path: String) -> Substring {
    path.lastIndex(of: "/").map { path[...$0] } ?? ""
  }

  // MARK: Files

  /// - Parameter mode: the permissions of the existing file; nil if there is none.
  private func replace(_ path: String, _ bytes: [UInt8], mode: mode_t?) throws(FileFailure) {
    do throws(SystemError) {
      var draft = try FileDraft(of: path, permissions: mode ?? 0o666)
      // The process's umask may have removed permissions that the old file had.
      if let mode { fchmod(draft.descriptor, mode) }
      try fill(draft.descriptor, bytes)
      try draft.takePlace()
      // The new name must be as durable as the contents.
      draft.makePlaceSafe()
    } catch {
      throw FileFailure(error)
    }
  }

  /// Each piece is on disk before the next is written, so that an interrupt does not have to wait for a slow
  /// disk to take the rest.
  private func fill(_ descriptor: Int32, _ bytes: [UInt8]) throws(SystemError) {
    var rest = bytes[...]
    repeat {
      if isInterrupted() { throw .interrupted }
      try JupyterKernel.write(rest.prefix(Self.piece), to: descriptor)
      rest = rest.dropFirst(Self.piece)
      // Some file systems do not support this and report so.
      if fsync(descriptor) != 0, ![EINVAL, ENOSYS, EOPNOTSUPP, EROFS].contains(errno) {
        throw SystemError(number: errno)
      }
    } while !rest.isEmpty
  }

  // MARK: Not a file

  private func overwrite(_ path: String, _ bytes: [UInt8]) throws(FileFailure) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else {
      throw errno == ENXIO ? .refused("it is a pipe that nobody reads") : .system
    }
    defer { close(descriptor) }
    try pour(bytes, into: descriptor)
  }

  /// Writes what the reader at the other end accepts.
  private func pour(_ bytes: [UInt8], into descriptor: Int32) throws(FileFailure) {
    var rest = bytes[...]
    var waited = 0
    while !rest.isEmpty {
      if isInterrupted() { throw .interrupted }
      var end = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      guard poll(&end, 1, Int32(Self.moment)) > 0 else {
        waited += Self.moment
        guard waited < Self.patience else { throw .refused("its reader accepts no more data") }
        continue
      }
      let piece = rest.prefix(Self.pipePiece)
      let count = piece.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
      guard count >= 0 else { throw .system }
      waited = 0
      rest = rest.dropFirst(count)
    }
  }
}
