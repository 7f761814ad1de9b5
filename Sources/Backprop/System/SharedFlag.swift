#if canImport(Glibc) || canImport(Darwin)
  import Synchronization

  /// What one thread sets and others read.
  final class SharedFlag: Sendable {
    private let flag = Atomic(false)

    var isSet: Bool { flag.load(ordering: .relaxed) }
    func set() { flag.store(true, ordering: .relaxed) }
  }
#else
  /// Without threads, a Boolean.
  final class SharedFlag {
    private(set) var isSet = false

    func set() { isSet = true }
  }
#endif
