package dev.pullable.cluster;

import dev.pullable.credential.PullSecrets;
import dev.pullable.deadline.Deadline;
import dev.pullable.policy.NamespaceMarks;
import dev.pullable.policy.Namespaces;
import java.util.Optional;

/// Secrets, ServiceAccounts and Namespaces of manifests, which will be applied together with what
/// is checked, and beside them those of the cluster.
///
/// @param declared of the manifests
public record DeclaredFirst(DirectoryCluster declared, PullSecrets secrets, Namespaces namespaces)
    implements PullSecrets, Namespaces {

  @Override
  public SecretAnswer secret(String namespace, String name, Deadline deadline) {
    return declared.secret(namespace, name, deadline) instanceof SecretAnswer.Found found
        ? found
        : secrets.secret(namespace, name, deadline);
  }

  @Override
  public ServiceAccountAnswer serviceAccount(String namespace, String name, Deadline deadline) {
    return declared.declaresServiceAccount(namespace, name)
        ? declared.serviceAccount(namespace, name, deadline)
        : secrets.serviceAccount(namespace, name, deadline);
  }

  @Override
  public boolean mayRead(String namespace) {
    return secrets.mayRead(namespace);
  }

  @Override
  public Optional<NamespaceMarks> marks(String namespace) {
    return declared.marks(namespace).or(() -> namespaces.marks(namespace));
  }
}
