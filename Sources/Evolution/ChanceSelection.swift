import Matrices

/// A selection of parents at random, in which better members are more likely; a member may be chosen several times.
public struct ChanceSelection: ParentSelection {
    /// How likely each member is to be chosen.
    public enum Rule: Sendable, Equatable {
        /// The best of this many members drawn at random.
        case tournament(Int)
        /// In proportion to the fitness above that of the worst member; all equally likely if none is above it.
        case roulette
        /// In proportion to the rank from the worst member, which counts 1 (Baker 1985).
        case rank
    }

    /// How likely each member is to be chosen.
    public let rule: Rule

    /// Makes a selection with this rule.
    public init(_ rule: Rule) {
        self.rule = rule
    }

    /// The value as text.
    public var description: String {
        switch rule {
        case .tournament(let size): "tournament of \(size)"
        case .roulette: "roulette"
        case .rank: "rank"
        }
    }

    /// The parents, best first.
    public func parents(_ count: Int, of ranked: Population, using stream: inout RandomStream) -> [Individual] {
        let members = ranked.members
        let shares = shares(of: members)
        return (0..<count).map { _ in place(members.count, shares, using: &stream) }.sorted().map { members[$0] }
    }

    private func place(_ count: Int, _ shares: [Double], using stream: inout RandomStream) -> Int {
        if case .tournament(let size) = rule {
            return (0..<max(size, 1)).reduce(count - 1) { best, _ in min(best, Int(stream.uniform() * Double(count))) }
        }
        let ball = stream.uniform() * (shares.last ?? 0)
        return shares.firstIndex { ball < $0 } ?? count - 1
    }

    /// The running sums of the members' chances; not used for tournaments.
    private func shares(of members: [Individual]) -> [Double] {
        let worst = members.last?.fitness ?? 0
        let isFlat = (members.first?.fitness ?? 0) <= worst
        var sum = 0.0
        return members.indices.map { place in
            switch rule {
            case .tournament: break
            case .roulette: sum += isFlat ? 1 : members[place].fitness - worst
            case .rank: sum += Double(members.count - place)
            }
            return sum
        }
    }
}
