import Graphs
import Imaging
import Networks

extension ExtractorConfiguration {
    /// The number of weights of all layers up to the taps.
    ///
    /// - Throws: `NetworksError`, `GraphError`.
    /// - Returns: Nil for a network from a file, whose layers are not examined.
    public func parameterCount() throws -> Int? {
        guard reading == nil else { return nil }
        let whole = try Network(named: network).graph(downsampling: downsampling)
        return whole.pruned(to: try whole.positions(ofTaps: taps)).parameterCount
    }

    /// The multiplications and additions of all convolutions up to the taps, for one photograph.
    ///
    /// - Parameters:
    ///   - width: The width of the photograph, in pixels.
    ///   - height: The height of the photograph, in pixels.
    /// - Throws: `NetworksError`, `ImagingError`.
    /// - Returns: Nil for a network from a file, whose layers are not examined.
    public func floatingPointOperations(width: Int, height: Int) throws -> Int? {
        guard reading == nil else { return nil }
        let whole = try Network(named: network).graph(downsampling: downsampling)
        let graph = whole.pruned(to: try whole.positions(ofTaps: taps))
        let size = try input.geometry.placement(width: width, height: height).canvas
        return try graph.bound(to: [Extent(height: size.height, width: size.width)]).floatingPointOperations
    }
}
