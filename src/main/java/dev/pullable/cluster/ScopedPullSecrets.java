package dev.pullable.cluster;

import dev.pullable.credential.PullSecrets;
import dev.pullable.deadline.Deadline;
import java.util.function.Predicate;

/// Pull secrets and ServiceAccounts of those namespaces only where Pullable is to read them; those
/// of others are unknown, and nobody is asked for them.
public final class ScopedPullSecrets implements PullSecrets {
  private static final String OUT_OF_SCOPE = "Secrets of its namespace are not to be read";

  private final PullSecrets all;
  private final Predicate<String> namespaces;

  /// @param all where those of the namespaces are read
  public ScopedPullSecrets(PullSecrets all, Predicate<String> namespaces) {
    this.all = all;
    this.namespaces = namespaces;
  }

  @Override
  public SecretAnswer secret(String namespace, String name, Deadline deadline) {
    return mayRead(namespace)
        ? all.secret(namespace, name, deadline)
        : new SecretAnswer.Unknown(OUT_OF_SCOPE);
  }

  @Override
  public ServiceAccountAnswer serviceAccount(String namespace, String name, Deadline deadline) {
    return mayRead(namespace)
        ? all.serviceAccount(namespace, name, deadline)
        : new ServiceAccountAnswer.Unknown(OUT_OF_SCOPE);
  }

  @Override
  public boolean mayRead(String namespace) {
    return namespaces.test(namespace) && all.mayRead(namespace);
  }
}
