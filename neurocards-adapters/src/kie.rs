//! The video provider KIE.
