//! Photos from people: checked, and prepared for a model.
