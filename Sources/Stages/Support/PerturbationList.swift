import ArgumentParser
import Imaging

/// Perturbations as a command line names them.
public struct PerturbationList: ExpressibleByArgument {
    public let perturbations: [Perturbation]

    private static let all = Perturbation.published + Perturbation.graded
    private static let groups = ["published": Perturbation.published, "graded": Perturbation.graded, "all": all]

    /// Nil for a name that none has.
    public init?(argument: String) {
        var found: [Perturbation] = []
        for word in argument.split(separator: ",") {
            guard let chosen = Self.groups[String(word)] ?? Self.all.first(where: { $0.name == word }).map({ [$0] }) else {
                return nil
            }
            found += chosen.filter { !found.contains($0) }
        }
        guard !found.isEmpty else { return nil }
        // In the order of their strengths, whatever the command line has.
        perturbations = Self.all.filter(found.contains)
    }

    public static var allValueStrings: [String] { groups.keys.sorted() + all.map(\.name) }
}
