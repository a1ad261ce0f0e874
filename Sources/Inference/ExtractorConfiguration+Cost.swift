import Graphs
import Imaging
import Networks

extension ExtractorConfiguration {
    /// Multiplications and additions of all convolutions as far as the taps, for a photograph of the given sides in pixels;
    /// nil for a network from a file, whose layers are not looked into. Throws `NetworksError`, `ImagingError`.
    public func floatingPointOperations(width: Int, height: Int) throws -> Int? {
        guard reading == nil else { return nil }
        let whole = try Network(named: network).graph(downsampling: downsampling)
        let graph = whole.pruned(to: try whole.positions(ofTaps: taps))
        let size = try input.geometry.placement(width: width, height: height).canvas
        return try graph.bound(to: [Extent(height: size.height, width: size.width)]).floatingPointOperations
    }
}
