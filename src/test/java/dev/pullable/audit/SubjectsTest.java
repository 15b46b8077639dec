package dev.pullable.audit;

import static dev.pullable.audit.FakeRunning.controller;
import static dev.pullable.audit.FakeRunning.deployed;
import static dev.pullable.audit.FakeRunning.owned;
import static dev.pullable.audit.FakeRunning.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.WorkloadReader;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NodeSelectorTermBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SubjectsTest {
  private final FakeRunning running = new FakeRunning();

  @Test
  void podsOfOneDeploymentAreOneSubjectWithoutARequest() {
    List<Subject> subjects =
        of(deployed("web", "1", "a:1"), deployed("web", "2", "a:1"), deployed("web", "3", "a:1"));

    assertThat(subjects).hasSize(1);
    Subject web = subjects.getFirst();
    assertThat(web.pods()).isEqualTo(3);
    assertThat(web.owner().name()).isEqualTo(new Owner.Name("shop", "Deployment", "web"));
    assertThat(web.workload().placement().nodeName()).isEmpty();
    assertThat(web.workload().target().name()).isEqualTo("web");
    assertThat(running.asked).isEmpty();
  }

  @Test
  void podsOfOneOwnerWithOtherImagesAreAnotherSubject() {
    List<Subject> subjects = of(deployed("web", "1", "a:1"), deployed("web", "2", "a:2"));

    assertThat(subjects).hasSize(2).allMatch(it -> it.owner().name().name().equals("web"));
  }

  @Test
  void theUidOfADeploymentIsThatItsReplicaSetTells() {
    running.controllers.put("ReplicaSet web-abc", controller("Deployment", "web"));
    Owner owner = of(deployed("web", "1", "a:1")).getFirst().owner();

    assertThat(owner.uid()).isEmpty();
    assertThat(new Owners(running).withUid(owner).uid()).isEqualTo("uid-of-web");
  }

  @Test
  void aReplicaSetOfSomethingElseBelongsToThatAndIsAskedForOnce() {
    running.controllers.put("ReplicaSet web-77", controller("Rollout", "web"));
    Pod one = owned("one", "a:1", controller("ReplicaSet", "web-77"));
    Pod two = owned("two", "a:1", controller("ReplicaSet", "web-77"));

    assertThat(of(one, two))
        .singleElement()
        .satisfies(it -> {
          assertThat(it.owner().name().kind()).isEqualTo("Rollout");
          assertThat(it.owner().uid()).isEqualTo("uid-of-web");
        });
    assertThat(running.asked).containsExactly("ReplicaSet shop/web-77");
  }

  @Test
  void aJobBelongsToItsCronJobAndElseToItself() {
    running.controllers.put("Job nightly-1", controller("CronJob", "nightly"));
    List<Subject> subjects =
        of(
            owned("one", "a:1", controller("Job", "nightly-1")),
            owned("two", "a:1", controller("Job", "once")));

    assertThat(subjects)
        .extracting(it -> it.owner().name().kind() + " " + it.owner().name().name())
        .containsExactly("CronJob nightly", "Job once");
  }

  @Test
  void aBarePodStaysOnItsNode() {
    Subject bare = of(pod("solo", "a:1").build()).getFirst();

    assertThat(bare.owner().name().kind()).isEqualTo("Pod");
    assertThat(bare.owner().uid()).isEqualTo("uid-of-solo");
    assertThat(bare.workload().placement().nodeName()).contains("node-of-solo");
  }

  @Test
  void aStaticPodStaysOnItsNodeWhateverItsOwner() {
    Pod mirror =
        pod("etcd-n1", "a:1")
            .editMetadata()
            .withAnnotations(Map.of("kubernetes.io/config.mirror", "x"))
            .withOwnerReferences(controller("Node", "n1"))
            .endMetadata()
            .build();

    Subject subject = of(mirror).getFirst();
    assertThat(subject.owner().name().kind()).isEqualTo("Pod");
    assertThat(subject.workload().placement().nodeName()).contains("node-of-etcd-n1");
  }

  @Test
  void podsOfADaemonSetAreOneSubjectThatMayLandWhereAnyOfThemIs() {
    List<Subject> subjects = of(daemon("n1"), daemon("n2"));

    assertThat(subjects).hasSize(1);
    Subject agent = subjects.getFirst();
    assertThat(agent.pods()).isEqualTo(2);
    assertThat(agent.workload().placement().requiredTerms().orElseThrow())
        .extracting(it -> it.matchFields().getFirst().values())
        .containsExactly(List.of("n1"), List.of("n2"));
  }

  private static Pod daemon(String node) {
    return pod("agent-" + node, "a:1")
        .editMetadata()
        .withOwnerReferences(controller("DaemonSet", "agent"))
        .endMetadata()
        .editSpec()
        .withNewAffinity()
        .withNewNodeAffinity()
        .withNewRequiredDuringSchedulingIgnoredDuringExecution()
        .withNodeSelectorTerms(
            new NodeSelectorTermBuilder()
                .addNewMatchField()
                .withKey("metadata.name")
                .withOperator("In")
                .withValues(node)
                .endMatchField()
                .build())
        .endRequiredDuringSchedulingIgnoredDuringExecution()
        .endNodeAffinity()
        .endAffinity()
        .endSpec()
        .build();
  }

  @Test
  void whatHasEndedOrIsGoingDoesNotCount() {
    Pod ended = pod("ended", "a:1").withNewStatus().withPhase("Succeeded").endStatus().build();
    Pod going =
        pod("going", "a:1")
            .editMetadata()
            .withDeletionTimestamp("2026-01-01T00:00:00Z")
            .endMetadata()
            .build();

    assertThat(of(ended, going)).isEmpty();
  }

  @Test
  void anEphemeralContainerIsNotMadeAnew() {
    Pod debugged =
        pod("solo", "a:1")
            .editSpec()
            .addNewEphemeralContainer()
            .withName("debug")
            .withImage("b:1")
            .endEphemeralContainer()
            .endSpec()
            .build();

    assertThat(of(debugged).getFirst().workload().images())
        .extracting(ContainerImage::image)
        .containsExactly("a:1");
  }

  @Test
  void aCronJobMakesPodsTomorrowUnlessItIsSuspended() {
    Subjects<HasMetadata> subjects = new Subjects<>(reader(), new Owners(running), 10);
    subjects.page(List.of(cronJob("nightly", false), cronJob("paused", true)));

    assertThat(subjects.all())
        .singleElement()
        .satisfies(it -> {
          assertThat(it.owner().name()).isEqualTo(new Owner.Name("shop", "CronJob", "nightly"));
          assertThat(it.pods()).isZero();
          assertThat(it.workload().template()).isTrue();
        });
  }

  private static CronJob cronJob(String name, boolean suspended) {
    return new CronJobBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withSuspend(suspended)
        .withNewJobTemplate()
        .withNewSpec()
        .withNewTemplate()
        .withSpec(pod(name, "a:1").build().getSpec())
        .endTemplate()
        .endSpec()
        .endJobTemplate()
        .endSpec()
        .build();
  }

  @Test
  void aListThatBeginsAnewCountsOnce() {
    Subjects<Pod> subjects = new Subjects<>(reader(), new Owners(running), 10);
    subjects.page(List.of(pod("solo", "a:1").build()));
    subjects.begin();
    subjects.page(List.of(pod("solo", "a:1").build()));

    assertThat(subjects.all()).singleElement().extracting(Subject::pods).isEqualTo(1);
  }

  @Test
  void pastTheBoundTheyAreOnlyCounted() {
    Subjects<Pod> subjects = new Subjects<>(reader(), new Owners(running), 2);
    subjects.page(IntStream.range(0, 5).mapToObj(i -> pod("p" + i, "a:1").build()).toList());

    assertThat(subjects.all()).hasSize(2);
    assertThat(subjects.omitted()).isEqualTo(3);
  }

  @Test
  void anOwnerThatNobodyCanHaveIsNone() {
    Subject subject =
        of(owned("solo", "a:1", controller("Deployment", "x".repeat(100_000)))).getFirst();

    assertThat(subject.owner().name().name()).isEqualTo("solo");
  }

  @Test
  void theSameRegistryIsNotAskedInARow() {
    List<Subject> spread =
        Spreading.spread(
            of(
                pod("1", "r1.example/a:1").build(),
                pod("2", "r1.example/b:1").build(),
                pod("3", "r1.example/a:1").build(),
                pod("4", "r2.example/a:1").build(),
                pod("5", "No Reference").build()));

    assertThat(spread)
        .extracting(it -> it.workload().images().getFirst().image())
        .containsExactly(
            "No Reference", "r1.example/a:1", "r2.example/a:1", "r1.example/a:1", "r1.example/b:1");
  }

  private List<Subject> of(Pod... pods) {
    Subjects<Pod> subjects = new Subjects<>(reader(), new Owners(running), 100);
    running.pods.addAll(List.of(pods));
    running.pods(Set.of(), subjects);
    return subjects.all();
  }

  private static WorkloadReader reader() {
    return new WorkloadReader(Set.of());
  }
}
