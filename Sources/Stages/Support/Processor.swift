import Foundation

/// What the processor can do.
enum Processor {
    /// Whether it multiplies 16-bit brain floats: AVX512-BF16 or AMX on x86-64, BF16 on 64-bit Arm.
    static var hasBfloat16: Bool {
        guard let description = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else { return false }
        let line = description.split(separator: "\n").first { $0.hasPrefix("flags") || $0.hasPrefix("Features") }
        let flags = Set((line ?? "").split(whereSeparator: \.isWhitespace))
        return !flags.isDisjoint(with: ["avx512_bf16", "amx_bf16", "bf16"])
    }
}
