import Foundation
import Graphs
import Imaging
import Networks
import Reporting

/// The built-in networks, for the user to choose from.
enum NetworkTable {
    /// A photograph of the usual 3 : 2, for networks whose input size depends on the photograph.
    private static let photograph = (width: 3000, height: 2000)

    /// A table with one line for each network; every figure is counted from its graph up to its standard taps.
    static func text() throws -> String {
        var table = TextTable(columns: [
            .init("network", .left), .init("columns", .right), .init("parameters", .right), .init("input", .right),
            .init("GFLOP", .right), .init("values", .left), .init("weights", .left), .init("licence", .left),
        ])
        for network in Network.known { table.append(try row(of: network)) }
        return table.text + "\n" + """
            Columns, parameters and GFLOP are those of the standard taps, for a photograph of 3 : 2; a multiplication and
            an addition count as two operations. mobilenet-v1 and -v2 come in any width up to 4, for example
            mobilenet-v2@0.35.
            """
    }

    private static func row(of network: Network) throws -> [String] {
        let whole = try network.graph(downsampling: .keras)
        let taps = try whole.positions(ofTaps: network.standardTaps)
        let graph = whole.pruned(to: taps)
        let size = try network.geometry.placement(width: photograph.width, height: photograph.height).canvas
        let operations = try graph.bound(to: [Extent(height: size.height, width: size.width)]).floatingPointOperations
        return [
            network.name, "\(taps.reduce(0) { $0 + whole.nodes[$1].channels })", "\(graph.parameterCount)",
            "\(size.width)x\(size.height)", String(format: "%.2f", Double(operations) / 1e9), network.values.rawValue,
            network.twin.format, network.twin.licence,
        ]
    }
}
