//! The text model of OpenAI.
