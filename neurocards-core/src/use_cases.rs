//! What the program does, in terms of ports.
