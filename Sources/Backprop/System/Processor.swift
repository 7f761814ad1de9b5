import CNumerics

/// What this machine's processor supports; to be checked before any of the fast path runs.
public enum Processor {
  /// Whether it supports the instructions that the core was compiled for (`BACKPROP_CPU` in Package.swift).
  package static var runsThisBuild: Bool { numerics_processor_is_fit() != 0 }

  /// Whether it supports the level x86-64-v4, with registers of eight doubles. Source: the levels of the
  /// x86-64 psABI.
  package static var isX86v4: Bool { numerics_processor_is_v4() != 0 }

  /// Whether the core was compiled for registers of eight doubles, and for those of four.
  package static var buildUsesAVX512: Bool { numerics_build_uses_avx512() != 0 }
  package static var buildUsesAVX2: Bool { numerics_build_uses_avx2() != 0 }
}
