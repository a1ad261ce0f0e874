// No declarations: the target passes on where the wheel's headers and libraries are, which only a system library can take from
// pkg-config.
