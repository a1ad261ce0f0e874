import Graphs

/// How the maps of one node lie in memory: `block` channels of a pixel side by side, pixel by pixel, block after block.
///
/// With as many channels a block as there are, this is channels last; with one, channels first. What fills the last block up
/// stays 0.
struct MapLayout: Hashable {
    let channels: Int
    let size: Extent
    /// Channels a block.
    let block: Int

    init(_ map: MapShape, block: Int) {
        channels = map.channels
        size = map.size
        self.block = block
    }

    var area: Int { size.area }
    var blocks: Int { (channels + block - 1) / block }
    /// Values a picture, with what fills the last block.
    var count: Int { blocks * block * area }

    /// The channels of a block that are not filling.
    func lanes(ofBlock number: Int) -> Int { min(block, channels - number * block) }
}

/// The numbers that maps are stored in.
enum MapElement: Hashable {
    case float32
    case bfloat16

    var bytes: Int { self == .float32 ? 4 : 2 }
}

/// The order of channels in a plan's maps.
package enum MapOrder: Hashable, Sendable {
    /// All channels of a pixel side by side.
    case channelsLast
    /// 16 channels of a pixel side by side, or 8 where the processor's vectors are that long.
    case blocked
}

/// Maps `[channels, height, width]`.
struct MapShape: Hashable {
    let channels: Int
    let size: Extent

    var area: Int { size.area }

    init(channels: Int, size: Extent) {
        (self.channels, self.size) = (channels, size)
    }

    /// Nil for a vector, or maps of unknown size.
    init?(_ shape: Shape) {
        guard case .maps(let channels, let size?) = shape else { return nil }
        self.init(channels: channels, size: size)
    }
}
