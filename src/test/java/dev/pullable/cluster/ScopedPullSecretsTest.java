package dev.pullable.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.credential.PullSecrets;
import dev.pullable.deadline.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScopedPullSecretsTest {
  private final List<String> asked = new ArrayList<>();
  private final PullSecrets scoped = new ScopedPullSecrets(new Asked(), Set.of("shop")::contains);

  @Test
  void thoseOfAListedNamespaceAreRead() {
    assertThat(scoped.mayRead("shop")).isTrue();
    assertThat(scoped.secret("shop", "regcred", soon()))
        .isEqualTo(new PullSecrets.SecretAnswer.Missing());
    assertThat(scoped.serviceAccount("shop", "default", soon()))
        .isEqualTo(new PullSecrets.ServiceAccountAnswer.Found(List.of("regcred")));
    assertThat(asked).containsExactly("secret shop/regcred", "account shop/default");
  }

  @Test
  void thoseOfOthersAreUnknownAndNobodyIsAsked() {
    assertThat(scoped.mayRead("billing")).isFalse();
    assertThat(scoped.secret("billing", "regcred", soon()))
        .isInstanceOf(PullSecrets.SecretAnswer.Unknown.class);
    assertThat(scoped.serviceAccount("billing", "default", soon()))
        .isInstanceOf(PullSecrets.ServiceAccountAnswer.Unknown.class);
    assertThat(asked).isEmpty();
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(5));
  }

  private final class Asked implements PullSecrets {
    @Override
    public SecretAnswer secret(String namespace, String name, Deadline deadline) {
      asked.add("secret " + namespace + "/" + name);
      return new SecretAnswer.Missing();
    }

    @Override
    public ServiceAccountAnswer serviceAccount(String namespace, String name, Deadline deadline) {
      asked.add("account " + namespace + "/" + name);
      return new ServiceAccountAnswer.Found(List.of("regcred"));
    }
  }
}
