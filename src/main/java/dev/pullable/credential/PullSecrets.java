package dev.pullable.credential;

import dev.pullable.deadline.Deadline;
import java.util.List;

/// Where pull secrets and ServiceAccounts are read, each by a `get` of its own.
public interface PullSecrets {

  SecretAnswer secret(String namespace, String name, Deadline deadline);

  ServiceAccountAnswer serviceAccount(String namespace, String name, Deadline deadline);

  /// Whether the Secrets and ServiceAccounts of a namespace may be read at all.
  default boolean mayRead(String namespace) {
    return true;
  }

  /// What the cluster says of a Secret.
  sealed interface SecretAnswer {
    record Found(PullSecret secret) implements SecretAnswer {}

    record Missing() implements SecretAnswer {}

    /// It could not be read, which proves nothing.
    ///
    /// @param detail why, in one clause
    record Unknown(String detail) implements SecretAnswer {}

    /// No cluster is asked: the user's own credentials stand in for it, so it is not missed.
    record StoodIn() implements SecretAnswer {}
  }

  /// What the cluster says of a ServiceAccount.
  sealed interface ServiceAccountAnswer {
    /// It is there.
    ///
    /// @param imagePullSecrets the names in its list, in order, empty ones kept
    /// @param enforcesMountableSecrets whether its Pods may name no other secrets than its own
    /// @param secrets the names in its list of mountable secrets, which are never pulled with
    record Found(
        List<String> imagePullSecrets, boolean enforcesMountableSecrets, List<String> secrets)
        implements ServiceAccountAnswer {
      public Found {
        imagePullSecrets = List.copyOf(imagePullSecrets);
        secrets = List.copyOf(secrets);
      }

      /// A ServiceAccount that enforces nothing.
      public Found(List<String> imagePullSecrets) {
        this(imagePullSecrets, false, List.of());
      }
    }

    record Missing() implements ServiceAccountAnswer {}

    /// It could not be read, which proves nothing.
    ///
    /// @param detail why, in one clause
    record Unknown(String detail) implements ServiceAccountAnswer {}
  }
}
