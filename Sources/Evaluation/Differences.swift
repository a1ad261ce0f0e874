/// How far numbers are from the numbers they are compared with.
struct Differences {
    let meanAbsolute: Double
    let rootMeanSquare: Double

    init(_ some: [Double], _ others: [Double]) {
        let differences = zip(some, others).map { $0 - $1 }
        meanAbsolute = differences.reduce(0) { $0 + abs($1) } / Double(differences.count)
        rootMeanSquare = (differences.reduce(0) { $0 + $1 * $1 } / Double(differences.count)).squareRoot()
    }
}
