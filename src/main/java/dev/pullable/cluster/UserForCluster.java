package dev.pullable.cluster;

import dev.pullable.credential.PullSecrets;
import dev.pullable.deadline.Deadline;
import java.util.List;

/// Pull secrets where no cluster is asked, and the user's own credentials stand in for them: what
/// these do not let in is doubt.
public final class UserForCluster implements PullSecrets {

  @Override
  public SecretAnswer secret(String namespace, String name, Deadline deadline) {
    return new SecretAnswer.StoodIn();
  }

  @Override
  public ServiceAccountAnswer serviceAccount(String namespace, String name, Deadline deadline) {
    return new ServiceAccountAnswer.Found(List.of());
  }

  @Override
  public boolean mayRead(String namespace) {
    return false;
  }
}
