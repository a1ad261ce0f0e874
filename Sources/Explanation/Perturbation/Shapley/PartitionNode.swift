/// A group of players that is divided into two groups, and these again, down to single players.
package protocol PartitionNode {
    /// The number of players.
    var size: Int { get }
    /// The two groups that it consists of; nil for a single player.
    var halves: (Self, Self)? { get }
}

/// A part of a picture, divided in the middle of its longer side; rows are divided first if both are equal.
///
/// Of an odd side, the larger half is at the top or left, as in SHAP.
package struct PictureRectangle: PartitionNode, Equatable {
    package let left: Int
    package let top: Int
    package let width: Int
    package let height: Int

    package var size: Int { width * height }

    package init(left: Int, top: Int, width: Int, height: Int) {
        (self.left, self.top, self.width, self.height) = (left, top, width, height)
    }

    /// The lower or right half, then the other.
    package var halves: (PictureRectangle, PictureRectangle)? {
        guard size > 1 else { return nil }
        if height >= width {
            let upper = height - height / 2
            return (
                PictureRectangle(left: left, top: top + upper, width: width, height: height - upper),
                PictureRectangle(left: left, top: top, width: width, height: upper)
            )
        }
        let first = width - width / 2
        return (
            PictureRectangle(left: left + first, top: top, width: width - first, height: height),
            PictureRectangle(left: left, top: top, width: first, height: height)
        )
    }
}

/// Groups that are shown together; those made from one another share what they have in common.
package indirect enum Coalition<Node> {
    case nobody
    case adding(Node, Coalition)

    /// The groups, the last one first.
    package var groups: [Node] {
        var groups: [Node] = []
        var rest = self
        while case .adding(let group, let others) = rest {
            groups.append(group)
            rest = others
        }
        return groups
    }
}
