import CLinux
import Glibc

/// A file that is written next to its place, under a short name of its own, and renamed once it is complete:
/// a reader never sees half of it, and a failure leaves the old file. Its name cannot be predicted, and it is
/// not written over a file that somebody else has created.
package struct FileDraft: ~Copyable {
  /// The descriptor for writing its contents.
  package let descriptor: Int32
  /// The folder as a descriptor, so that the draft's path is not too long if the file's own is not.
  private let folder: Int32
  private let folderName: String
  private let name: String
  private let draftName: String
  private var isInPlace: Bool

  /// - Parameter path: its final place.
  package init(of path: String, permissions: mode_t) throws(SystemError) {
    let cut = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let folderName = cut == path.startIndex ? "." : String(path[..<cut])
    let draftName = ".\(UInt32.random(in: .min ... .max)).save"
    let folder = open_folder(folderName)
    guard folder >= 0 else { throw SystemError(number: errno) }
    let descriptor = openat(
      folder, draftName, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, permissions)
    guard descriptor >= 0 else {
      let error = SystemError(number: errno)
      close(folder)
      throw error
    }
    self.descriptor = descriptor
    self.folder = folder
    self.folderName = folderName
    self.draftName = draftName
    name = String(path[cut...])
    isInPlace = false
  }

  /// Replaces the file at its final place.
  package mutating func takePlace() throws(SystemError) {
    guard renameat(folder, draftName, folder, name) == 0 else { throw SystemError(number: errno) }
    isInPlace = true
  }

  /// Makes the system write the renaming to disk.
  package func makePlaceSafe() {
    let readable = open(folderName, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard readable >= 0 else { return }
    fsync(readable)
    close(readable)
  }

  deinit {
    close(descriptor)
    if !isInPlace { unlinkat(folder, draftName, 0) }
    close(folder)
  }
}
