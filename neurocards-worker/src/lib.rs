//! Part of neurocards.
