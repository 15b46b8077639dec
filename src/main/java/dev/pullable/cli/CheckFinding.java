package dev.pullable.cli;

import dev.pullable.manifest.Place;
import dev.pullable.policy.Finding;
import dev.pullable.workload.Workload;

/// A finding about an image of a file.
///
/// @param place where the image is written
public record CheckFinding(Severity severity, Finding finding, Workload workload, Place place) {}
