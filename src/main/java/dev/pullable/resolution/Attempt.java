package dev.pullable.resolution;

import dev.pullable.credential.Credential;
import dev.pullable.registry.Endpoint;
import dev.pullable.registry.ManifestAnswer;
import java.util.Optional;

/// One candidate of a pull plan, and what the registry answered to it.
///
/// @param credential where the credential came from; absent if it was tried anonymously
public record Attempt(
    Endpoint endpoint, Optional<Credential.Source> credential, ManifestAnswer answer) {}
