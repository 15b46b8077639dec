package dev.pullable.node;

import dev.pullable.credential.ImagePattern;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// One plugin of a `CredentialProviderConfig`.
///
/// @param name the name of its program in the directory of plugins
/// @param apiVersion the version of the request and of the answer
/// @param matchImages which images it is asked about
/// @param defaultCacheDuration how long an answer is kept that does not say so itself
/// @param args its arguments, which may be secret
/// @param env what its environment has in addition, which may be secret
/// @param needsServiceAccountToken whether it is to be given a token of the Pod's ServiceAccount
record CredentialProvider(
    String name,
    String apiVersion,
    List<ImagePattern> matchImages,
    Duration defaultCacheDuration,
    List<String> args,
    Map<String, String> env,
    boolean needsServiceAccountToken) {

  CredentialProvider {
    matchImages = List.copyOf(matchImages);
    args = List.copyOf(args);
    env = Map.copyOf(env);
  }

  boolean serves(String repository) {
    return matchImages.stream().anyMatch(pattern -> pattern.matches(repository));
  }

  @Override
  public String toString() {
    return "CredentialProvider[" + name + "]";
  }
}
