package dev.pullable.cluster;

import dev.pullable.cluster.PullSecretReader.UndecodableDataException;
import dev.pullable.credential.PullSecrets;
import dev.pullable.deadline.Deadline;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Pull secrets and ServiceAccounts of the cluster, each read by one `get` when it is asked for.
/// Needs the verb `get` alone; nothing is kept.
public final class ClusterPullSecrets implements PullSecrets {
  private final KubernetesClient client;

  public ClusterPullSecrets(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public SecretAnswer secret(String namespace, String name, Deadline deadline) {
    if (!ObjectNames.canExist(namespace, name)) {
      return new SecretAnswer.Missing();
    }
    return within(deadline, () -> getSecret(namespace, name), SecretAnswer.Unknown::new);
  }

  @Override
  public ServiceAccountAnswer serviceAccount(String namespace, String name, Deadline deadline) {
    if (!ObjectNames.canExist(namespace, name)) {
      return new ServiceAccountAnswer.Missing();
    }
    return within(
        deadline, () -> getServiceAccount(namespace, name), ServiceAccountAnswer.Unknown::new);
  }

  private SecretAnswer getSecret(String namespace, String name) throws UndecodableDataException {
    Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
    return secret == null
        ? new SecretAnswer.Missing()
        : new SecretAnswer.Found(PullSecretReader.secret(namespace, name, secret));
  }

  private ServiceAccountAnswer getServiceAccount(String namespace, String name) {
    ServiceAccount account = client.serviceAccounts().inNamespace(namespace).withName(name).get();
    return account == null
        ? new ServiceAccountAnswer.Missing()
        : new ServiceAccountAnswer.Found(PullSecretReader.imagePullSecrets(account));
  }

  /// The client's own time-out is per attempt and it makes several, so the wait is bounded here.
  private static <T> T within(Deadline deadline, Callable<T> get, Function<String, T> unknown) {
    if (deadline.isOver()) {
      return unknown.apply("there was no time left to ask the API server");
    }
    FutureTask<T> task = new FutureTask<>(get);
    Thread.ofVirtual().name("pull-secret").start(task);
    try {
      return task.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return unknown.apply("the API server did not answer in time");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return unknown.apply("the wait for the API server was interrupted");
    } catch (ExecutionException e) {
      return unknown.apply(detail(e.getCause()));
    } finally {
      task.cancel(true);
    }
  }

  /// Status codes only: a message may quote what the server or a proxy sent.
  private static String detail(@Nullable Throwable cause) {
    if (cause instanceof UndecodableDataException) {
      return "its data cannot be decoded";
    }
    if (cause instanceof KubernetesClientException refusal && refusal.getCode() > 0) {
      return refusal.getCode() == HttpURLConnection.HTTP_FORBIDDEN
          ? "reading it is forbidden by the cluster's RBAC"
          : "the API server answered HTTP " + refusal.getCode();
    }
    return "the API server could not be asked";
  }
}
