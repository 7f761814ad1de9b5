import Backprop
import Foundation

/// The vector instructions that the contestants of a run may use: those that the core was built for. A
/// build for AVX2 (`BACKPROP_CPU=x86-64-v3`) is compared with others that use AVX2, on a processor with
/// AVX-512 too.
enum InstructionSet: String, Encodable {
  case avx512 = "AVX-512"
  case avx2 = "AVX2"
  case avx2Alone = "AVX2 (the processor has AVX-512, which nobody uses)"
  /// Another kind of processor.
  case native = "the processor's own instructions"

  static let inUse: InstructionSet =
    if Processor.buildUsesAVX512 {
      .avx512
    } else if Processor.buildUsesAVX2 {
      Processor.isX86v4 ? .avx2Alone : .avx2
    } else {
      .native
    }

  /// What C compilers are told.
  var compilerFlag: String { self == .avx2Alone ? "-march=x86-64-v3" : "-march=native" }

  /// Keeps the libraries of this process and of those that it starts from other instructions. To be called
  /// before any of them is loaded.
  func forbidOthers() {
    guard self == .avx2Alone else { return }
    let limits = [
      "OPENBLAS_CORETYPE": "Haswell", "ATEN_CPU_CAPABILITY": "avx2", "MKL_ENABLE_INSTRUCTIONS": "AVX2",
      "ONEDNN_MAX_CPU_ISA": "AVX2", "XLA_FLAGS": "--xla_cpu_max_isa=AVX2",
      "NPY_DISABLE_CPU_FEATURES": "AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL AVX512_SPR",
    ]
    for (name, value) in limits { setenv(name, value, 1) }
  }
}
