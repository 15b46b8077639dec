package dev.pullable.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.credential.PullSecrets.ServiceAccountAnswer;
import dev.pullable.credential.ServiceAccountRule.Admitted;
import dev.pullable.credential.ServiceAccountRule.Pod;
import dev.pullable.credential.ServiceAccountRule.Refused;
import dev.pullable.credential.ServiceAccountRule.Undetermined;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceAccountRuleTest {

  @Test
  void aTemplateWithoutPullSecretsGetsThoseOfItsServiceAccount() {
    assertThat(
            ServiceAccountRule.create(
                new Pod("", List.of()),
                name -> new ServiceAccountAnswer.Found(List.of("of-" + name, ""))))
        .isEqualTo(new Admitted("default", List.of("of-default", "")))
        .extracting(outcome -> ((Admitted) outcome).pullSecretNames())
        .isEqualTo(List.of("of-default"));
  }

  @Test
  void anUnreadableServiceAccountMattersOnlyWithoutPullSecrets() {
    ServiceAccountAnswer unknown = new ServiceAccountAnswer.Unknown("forbidden");
    assertThat(ServiceAccountRule.create(new Pod("robot", List.of()), _ -> unknown))
        .isEqualTo(new Undetermined("robot", "forbidden"));
    assertThat(ServiceAccountRule.create(new Pod("robot", List.of("a")), _ -> unknown))
        .isEqualTo(new Admitted("robot", List.of("a")));
  }

  @Test
  void anEnforcingServiceAccountRefusesSecretsThatItDoesNotName() {
    ServiceAccountAnswer found = new ServiceAccountAnswer.Found(List.of("a"), true, List.of("m"));
    assertThat(
            ServiceAccountRule.create(
                new Pod("robot", "", false, List.of("a"), List.of("m")), _ -> found))
        .isInstanceOf(Admitted.class);
    assertThat(
            ServiceAccountRule.create(
                new Pod("robot", "", false, List.of("a"), List.of("x")), _ -> found))
        .isInstanceOf(Refused.class);
  }

  @Test
  void aMirrorPodMayNameNoSecret() {
    assertThat(
            ServiceAccountRule.create(
                new Pod("", "", true, List.of("a"), List.of()),
                _ -> new ServiceAccountAnswer.Missing()))
        .isInstanceOf(Refused.class);
  }

  @Test
  void theAnnotationIsReadAsGoReadsABoolean() {
    assertThat(List.of("1", "t", "T", "true", "TRUE", "True"))
        .allMatch(ServiceAccountRule::enforces);
    assertThat(List.of("tRUE", "yes", "0", "", "false")).noneMatch(ServiceAccountRule::enforces);
    assertThat(ServiceAccountRule.enforces(null)).isFalse();
  }
}
