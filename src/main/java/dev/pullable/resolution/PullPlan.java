package dev.pullable.resolution;

import dev.pullable.credential.Credential;
import dev.pullable.registry.Route;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a kubelet would try for an image, in its order.
///
/// @param repository the path asked for at every endpoint
/// @param route where containerd looks
/// @param credentials what the kubelet shows: one pull each, the next one after any failure; a
///   single null is the anonymous pull
public record PullPlan(String repository, Route route, List<@Nullable Credential> credentials) {}
