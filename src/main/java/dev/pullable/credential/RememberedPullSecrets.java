package dev.pullable.credential;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.pullable.deadline.Deadline;
import java.time.Duration;
import java.util.Objects;

/// Pull secrets and ServiceAccounts that are read once, for those who look at everything and then
/// forget it all. What could not be read is tried again after a minute.
public final class RememberedPullSecrets implements PullSecrets {
  private static final Duration UNREAD = Duration.ofMinutes(1);
  private static final Duration READ = Duration.ofDays(1);
  private static final int MOST_ACCOUNTS = 10_000;

  /// In bytes, and as many for what has none.
  private static final long MOST_SECRETS = 8 << 20;

  private static final int LEAST = 512;

  private record Key(String namespace, String name) {}

  private final PullSecrets all;
  private final Cache<Key, SecretAnswer> secrets =
      Caffeine.newBuilder()
          .maximumWeight(MOST_SECRETS)
          .weigher((Key _, SecretAnswer answer) -> weight(answer))
          .expireAfter(Expiry.writing((Key _, SecretAnswer answer) -> life(answer)))
          .build();
  private final Cache<Key, ServiceAccountAnswer> accounts =
      Caffeine.newBuilder()
          .maximumSize(MOST_ACCOUNTS)
          .expireAfter(Expiry.writing((Key _, ServiceAccountAnswer answer) -> life(answer)))
          .build();

  public RememberedPullSecrets(PullSecrets all) {
    this.all = all;
  }

  @Override
  public SecretAnswer secret(String namespace, String name, Deadline deadline) {
    return Objects.requireNonNull(
        secrets.get(
            new Key(namespace, name), it -> all.secret(it.namespace(), it.name(), deadline)));
  }

  @Override
  public ServiceAccountAnswer serviceAccount(String namespace, String name, Deadline deadline) {
    return Objects.requireNonNull(
        accounts.get(
            new Key(namespace, name),
            it -> all.serviceAccount(it.namespace(), it.name(), deadline)));
  }

  @Override
  public boolean mayRead(String namespace) {
    return all.mayRead(namespace);
  }

  private static int weight(SecretAnswer answer) {
    return switch (answer) {
      case SecretAnswer.Found(PullSecret secret) ->
          LEAST + secret.data().values().stream().mapToInt(it -> it.length).sum();
      case SecretAnswer.Missing _, SecretAnswer.Unknown _, SecretAnswer.StoodIn _ -> LEAST;
    };
  }

  private static Duration life(SecretAnswer answer) {
    return answer instanceof SecretAnswer.Unknown ? UNREAD : READ;
  }

  private static Duration life(ServiceAccountAnswer answer) {
    return answer instanceof ServiceAccountAnswer.Unknown ? UNREAD : READ;
  }
}
