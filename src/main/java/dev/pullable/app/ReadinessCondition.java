package dev.pullable.app;

import java.util.function.BooleanSupplier;

/// What must hold for the webhook to be ready, beside having started. It is asked at every probe,
/// so it answers at once, from memory; it is never about a registry.
///
/// @param awaited what is waited for while it does not hold, such as `a serving certificate`
record ReadinessCondition(String awaited, BooleanSupplier holds) {}
