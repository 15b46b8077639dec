package dev.pullable.advice;

import dev.pullable.credential.Credential;
import dev.pullable.credential.Keyring;
import dev.pullable.credential.PullSecret;
import dev.pullable.credential.PullSecrets;
import dev.pullable.credential.PullSecrets.SecretAnswer;
import dev.pullable.deadline.Deadline;
import dev.pullable.reference.ImageReference;
import dev.pullable.resolution.PullContext;
import dev.pullable.resolution.Resolution;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Looks for a pull secret that a workload forgot to name, under the few names that people give
/// them, and for one that is free. Whoever creates Pods in the namespace may use its secrets.
final class NamespaceSecrets {
  private static final String USUAL = "regcred";
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*");
  private static final int LONGEST_NAME = 253;

  private final PullSecrets secrets;

  NamespaceSecrets(PullSecrets secrets) {
    this.secrets = secrets;
  }

  /// What was found out.
  ///
  /// @param unnamed a secret that lets the image in
  /// @param free a name for a new one
  record Found(Optional<String> unnamed, Optional<String> free) {
    static final Found NOTHING = new Found(Optional.empty(), Optional.empty());
  }

  Found of(ImageReference reference, PullContext context, Trials trials, Deadline deadline) {
    if (!secrets.mayRead(context.namespace())) {
      return Found.NOTHING;
    }
    // Whoever makes the one that is named already need change nothing else.
    Optional<String> free = context.secrets().missing().stream().findFirst();
    for (String name : names(reference, context)) {
      switch (secrets.secret(context.namespace(), name, deadline)) {
        case SecretAnswer.Found(PullSecret secret) -> {
          if (letsIn(secret, reference, context, trials)) {
            return new Found(Optional.of(name), free);
          }
        }
        case SecretAnswer.Missing() -> free = free.or(() -> Optional.of(name));
        case SecretAnswer.Unknown _, SecretAnswer.StoodIn _ -> {}
      }
    }
    return new Found(Optional.empty(), free);
  }

  /// Beside those that are named, which were read already.
  private static Set<String> names(ImageReference reference, PullContext context) {
    String host = reference.domain().toLowerCase(Locale.ROOT).replace(':', '-');
    Set<String> names = new LinkedHashSet<>(List.of(USUAL));
    if (NAME.matcher(host).matches() && host.length() + 2 <= LONGEST_NAME) {
      names.add(host);
      names.add(host + "-2");
    }
    names.removeAll(context.secrets().named());
    return names;
  }

  /// The kubelet tries it after the others, of which none was let in; but none of a Pod's secrets
  /// may be malformed.
  private static boolean letsIn(
      PullSecret secret, ImageReference reference, PullContext context, Trials trials) {
    return context.keyring() instanceof Keyring
        && Keyring.of(List.of(secret)) instanceof Keyring keyring
        && !keyring.lookup(reference.name()).isEmpty()
        && trials.resolve(reference, with(secret.name(), keyring, context))
            instanceof Resolution.Pullable it
        && it.evidence().attempts().getLast().credential().stream()
            .anyMatch(source -> source.origin() == Credential.Origin.PULL_SECRET);
  }

  private static PullContext with(String name, Keyring keyring, PullContext context) {
    List<String> named = new ArrayList<>(context.secrets().named());
    named.add(name);
    PullContext.Secrets all =
        new PullContext.Secrets(named, List.of(), List.of(), Optional.empty(), false);
    return new PullContext(context.namespace(), keyring, all, context.platforms());
  }
}
