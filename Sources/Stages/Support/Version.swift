/// The version of Kalon, stored with everything that it writes.
public let kalonVersion = "0.1.0"
