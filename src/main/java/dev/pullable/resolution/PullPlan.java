package dev.pullable.resolution;

import dev.pullable.credential.Credential;
import dev.pullable.registry.Route;
import java.util.List;

/// What a kubelet would try for an image, in its order, before it turns to what the node holds.
///
/// @param repository the path asked for at every endpoint
/// @param route where containerd looks
/// @param credentials those of the pull secrets: one pull each, the next one after any failure;
///   none if no entry matches
public record PullPlan(String repository, Route route, List<Credential> credentials) {}
