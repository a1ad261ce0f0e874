/// Exact Shapley values (Shapley 1953, doi:10.1515/9781400881970-018).
package enum ShapleyValues {
    /// What each player adds, on average over all orders in which players may come.
    ///
    /// Cost: players times subsets additions.
    ///
    /// - Parameters:
    ///   - players: The number of players.
    ///   - values: The value of every subset: bit `i` of a subset's number says whether player `i` is in it.
    /// - Returns: A value for each player; they add up to the value of all players less that of nobody.
    package static func exact(players: Int, values: [Double]) -> [Double] {
        precondition(values.count == 1 << players, "\(values.count) values for the subsets of \(players) players")
        // The share of orders in which just so many others come before a player: 1 / (players * (players - 1 choose others)).
        var shares = [1 / Double(players)]
        for others in 1..<max(players, 1) {
            shares.append(shares[others - 1] * Double(others) / Double(players - others))
        }
        return (0..<players).map { player in
            values.indices.reduce(0.0) { sum, subset in
                guard subset >> player & 1 == 0 else { return sum }
                return sum + shares[subset.nonzeroBitCount] * (values[subset | 1 << player] - values[subset])
            }
        }
    }
}
