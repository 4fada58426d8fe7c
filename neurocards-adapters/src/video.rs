//! What an MP4 file says about itself.
