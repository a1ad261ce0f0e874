import Records

extension FeaturesRows {
    /// A warning about groups that are in more than one part of a split; nil if there are none.
    package var dividedGroupsWarning: String? {
        let divided = dividedGroups
        guard let first = divided.first else { return nil }
        return "warning: " + (divided.count == 1 ? "the group \(first) is" : "\(divided.count) groups, such as \(first), are")
            + " in more than one part of the manifest's split, so the measured accuracy will be too high; "
            + "put each group into one part"
    }
}
