package dev.pullable.cli;

import dev.pullable.manifest.Place;

/// Something in the input that could not be read, so that nothing is known of it.
///
/// @param problem one clause; quotes no value of the input
public record InputProblem(Place place, String problem) {}
