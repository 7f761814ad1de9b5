import CLinux
import Glibc

/// A file that is written beside its place, under a short name of its own, and renamed once it is whole: a
/// reader never sees half of it, and a failure leaves the old one. Nobody can foresee its name, and it is not
/// written where somebody has foreseen it.
package struct FileDraft: ~Copyable {
  /// Where its contents are to be written.
  package let descriptor: Int32
  /// The folder by its descriptor, so that the draft's path is not too long where the file's own is not.
  private let folder: Int32
  private let folderName: String
  private let name: String
  private let draftName: String
  private var isInPlace: Bool

  /// - Parameter path: the place that it is to take.
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

  /// Puts it over the file that is there.
  package mutating func takePlace() throws(SystemError) {
    guard renameat(folder, draftName, folder, name) == 0 else { throw SystemError(number: errno) }
    isInPlace = true
  }

  /// Has the system write down that it is in its place.
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
