import Foundation

/// A one-line description of what this process runs on.
public enum MachineDescription {
    /// The system and the processor, such as `Linux 6.1.0 x86_64, AMD EPYC 9R14, 2 processors`.
    public static func current() -> String {
        var names = utsname()
        uname(&names)
        let system = [text(&names.sysname), text(&names.release), text(&names.machine)].joined(separator: " ")
        let processors = "\(ProcessInfo.processInfo.activeProcessorCount) processors"
        return [system, processorModel(), processors].compactMap { $0 }.joined(separator: ", ")
    }

    /// The name of the processor, if the system reports it.
    private static func processorModel() -> String? {
        guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else { return nil }
        let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
        return line?.split(separator: ":", maxSplits: 1).last?.trimmingCharacters(in: .whitespaces)
    }

    /// What determines the code that is generated for the processor: its model and its instruction sets, in one line.
    public static func instructionSets() -> String {
        guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else { return "unknown" }
        let first = text.components(separatedBy: "\n\n").first ?? ""
        let words = ["model name", "flags", "Features", "CPU part"]
        return first.split(separator: "\n").filter { line in words.contains { line.hasPrefix($0) } }.joined(separator: ", ")
    }

    private static func text<Tuple>(_ tuple: inout Tuple) -> String {
        withUnsafeBytes(of: &tuple) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
