package dev.pullable.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.platform.Placement;
import dev.pullable.reference.Digest;
import dev.pullable.reference.ImageReferenceParser;
import dev.pullable.resolution.Evidence;
import dev.pullable.resolution.Reason;
import dev.pullable.resolution.Resolution;
import dev.pullable.resolution.Resolution.Doubt;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.Workload;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// All combinations of levels, kinds of finding, actions and break-glass, against tables that are
/// written down here by hand.
class PolicyTableTest {
  private static final String SHA = "sha256:" + "0".repeat(64);
  private static final String TAGGED = "reg.io/app:1";
  private static final String LATEST = "reg.io/app";
  private static final String PINNED = "reg.io/app:latest@" + SHA;
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  /// What may be found about an image, and from which level on each of it counts.
  private enum Found {
    NOTHING(PINNED, "") {
      @Override
      Resolution resolution(Evidence evidence) {
        return pullable(evidence);
      }
    },
    NO_DIGEST(TAGGED, "pinned=DigestMissing") {
      @Override
      Resolution resolution(Evidence evidence) {
        return pullable(evidence);
      }
    },
    LATEST_TAG(LATEST, "tagged=LatestTag pinned=DigestMissing") {
      @Override
      Resolution resolution(Evidence evidence) {
        return pullable(evidence);
      }
    },
    NEVER_PULLED(LATEST, "tagged=LatestTag pinned=DigestMissing") {
      @Override
      Resolution resolution(Evidence evidence) {
        return new Resolution.NotPulled();
      }
    },
    UNPULLABLE(PINNED, "pullable=DigestNotFound") {
      @Override
      Resolution resolution(Evidence evidence) {
        return new Resolution.Unpullable(Reason.DIGEST_NOT_FOUND, evidence);
      }
    },
    UNPULLABLE_TAG(TAGGED, "pullable=TagNotFound pinned=DigestMissing") {
      @Override
      Resolution resolution(Evidence evidence) {
        return new Resolution.Unpullable(Reason.TAG_NOT_FOUND, evidence);
      }
    },
    FORBIDDEN(PINNED, "pullable=RegistryNotAllowed") {
      @Override
      Resolution resolution(Evidence evidence) {
        return new Resolution.Inconclusive(
            Reason.REGISTRY_NOT_ALLOWED, Doubt.NOT_ALLOWED, evidence);
      }
    },
    DOUBT(PINNED, "pullable=RateLimited?") {
      @Override
      Resolution resolution(Evidence evidence) {
        return new Resolution.Inconclusive(Reason.RATE_LIMITED, Doubt.NO_ANSWER, evidence);
      }
    },
    CONCERN(PINNED, "pullable=WrongPlatform?") {
      @Override
      Resolution resolution(Evidence evidence) {
        return new Resolution.Pullable(
            new Digest("sha256", "0".repeat(64)),
            List.of(new Resolution.Concern(Reason.WRONG_PLATFORM, "linux/arm64", List.of())),
            evidence);
      }
    };

    private final String image;

    /// `LEVEL=REASON`; a question mark where it is no proof, so that it is warned about by default.
    private final String counts;

    Found(String image, String counts) {
      this.image = image;
      this.counts = counts;
    }

    abstract Resolution resolution(Evidence evidence);

    private static Resolution pullable(Evidence evidence) {
      return new Resolution.Pullable(new Digest("sha256", "0".repeat(64)), List.of(), evidence);
    }
  }

  /// By how much each level asks; a finding of `tagged` counts at `tagged` and `pinned`.
  private static final Map<String, Integer> RANK =
      Map.of("off", 0, "pullable", 1, "tagged", 2, "pinned", 3);

  /// What an operator may want about every reason of the table, `-` being nothing special.
  private static final List<String> WANTED = List.of("-", "deny", "warn", "audit");

  @ParameterizedTest
  @EnumSource(Found.class)
  void everyLevelOfEveryModeDoesWhatTheTableSays(Found found) {
    int cases = 0;
    for (Level enforce : Level.values()) {
      for (Level warn : Level.values()) {
        for (Level audit : Level.values()) {
          for (String wanted : WANTED) {
            Levels levels = new Levels(enforce, warn, audit);
            assertThat(outcome(found, levels, wanted))
                .as("%s, %s, %s", found, levels, wanted)
                .isEqualTo(expected(found, levels, wanted));
            cases++;
          }
        }
      }
    }
    assertThat(cases).isEqualTo(4 * 4 * 4 * 4);
  }

  /// The oracle: each finding goes to the first mode that its action reaches and whose level has
  /// it; the tag is not told of where the digest is, in as serious a place.
  private static Collection<String> expected(Found found, Levels levels, String wanted) {
    List<String> placed = new ArrayList<>();
    for (String count : found.counts.isEmpty() ? new String[0] : found.counts.split(" ")) {
      String level = count.substring(0, count.indexOf('='));
      String reason = count.substring(count.indexOf('=') + 1).replace("?", "");
      String standard = count.endsWith("?") ? "warn" : "deny";
      String action = wanted.equals("-") ? standard : wanted;
      String place = "";
      if (action.equals("deny") && has(levels.enforce(), level)) {
        place = "denied ";
      } else if (!action.equals("audit") && has(levels.warn(), level)) {
        place = "warned ";
      } else if (has(levels.audit(), level)) {
        place = "audited ";
      }
      placed.add(place.isEmpty() ? "" : place + reason);
    }
    List<String> order = List.of("denied", "warned", "audited", "");
    String tag = placed.stream().filter(it -> it.endsWith("LatestTag")).findFirst().orElse("");
    String digest =
        placed.stream().filter(it -> it.endsWith("DigestMissing")).findFirst().orElse("");
    if (order.indexOf(tag.split(" ")[0]) >= order.indexOf(digest.split(" ")[0])) {
      placed.remove(tag);
    }
    placed.removeIf(String::isEmpty);
    return new TreeSet<>(placed);
  }

  private static boolean has(Level inForce, String level) {
    return RANK.get(NamespaceMarks.word(inForce)) >= RANK.get(level);
  }

  private static Collection<String> outcome(Found found, Levels levels, String wanted) {
    Map<Reason, ValidationAction> byReason = new java.util.EnumMap<>(Reason.class);
    if (!wanted.equals("-")) {
      ValidationAction action = ValidationAction.valueOf(wanted.toUpperCase(java.util.Locale.ROOT));
      Stream.of(Reason.values()).forEach(it -> byReason.put(it, action));
    }
    Actions actions = new Actions(byReason, ValidationAction.WARN, ValidationAction.WARN);
    Verdict verdict = judge(found, new Policy(levels, actions, Limits.NONE));
    TreeSet<String> placed = new TreeSet<>();
    verdict.denied().forEach(it -> placed.add("denied " + it.reason().word()));
    verdict.warnings().forEach(it -> placed.add("warned " + it.reason().word()));
    verdict.audited().forEach(it -> placed.add("audited " + it.reason().word()));
    assertThat(verdict instanceof Verdict.Deny).isEqualTo(!verdict.denied().isEmpty());
    return placed;
  }

  private static Verdict judge(Found found, Policy policy) {
    ContainerImage image =
        new ContainerImage(
            "spec.containers[0].image",
            ContainerImage.Kind.CONTAINER,
            "web",
            found.image,
            ContainerImage.PullPolicy.ALWAYS);
    Workload workload =
        new Workload(
            "Pod", "web", "shop", false, "", List.of(), Placement.ANYWHERE, List.of(image));
    Evidence evidence =
        new Evidence(ImageReferenceParser.parse(found.image), List.of(), "it", "so");
    return policy.judge(workload, Map.of(image, found.resolution(evidence)), Map.of());
  }

  /// The same by hand, so that the oracle is not all there is to believe.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // finding | enforce, warn, audit | action | outcome
        "UNPULLABLE    |pullable,pullable,pullable| -     | denied DigestNotFound",
        "UNPULLABLE    |off,pullable,pullable     | -     | warned DigestNotFound",
        "UNPULLABLE    |off,off,pullable          | -     | audited DigestNotFound",
        "UNPULLABLE    |off,off,off               | -     | ''",
        "UNPULLABLE    |pinned,off,off            | warn  | ''",
        "UNPULLABLE    |pinned,off,pullable       | warn  | audited DigestNotFound",
        "UNPULLABLE_TAG|pullable,pullable,pullable| -     | denied TagNotFound",
        "UNPULLABLE_TAG|pinned,pinned,pinned      | -     | denied DigestMissing,denied TagNotFound",
        "FORBIDDEN     |pullable,pullable,pullable| -     | denied RegistryNotAllowed",
        "FORBIDDEN     |pullable,pullable,pullable| audit | audited RegistryNotAllowed",
        "DOUBT         |pinned,pinned,pinned      | -     | warned RateLimited",
        "DOUBT         |pinned,pinned,pinned      | deny  | denied RateLimited",
        "CONCERN       |pinned,pinned,pinned      | -     | warned WrongPlatform",
        "NO_DIGEST     |tagged,tagged,tagged      | -     | ''",
        "NO_DIGEST     |pullable,pullable,pinned  | -     | audited DigestMissing",
        "LATEST_TAG    |pullable,pullable,pullable| -     | ''",
        "LATEST_TAG    |tagged,tagged,tagged      | -     | denied LatestTag",
        "LATEST_TAG    |pinned,pinned,pinned      | -     | denied DigestMissing",
        "LATEST_TAG    |tagged,pinned,pinned      | -     | denied LatestTag,warned DigestMissing",
        "LATEST_TAG    |off,pinned,pinned         | -     | warned DigestMissing",
        "NEVER_PULLED  |pinned,off,off            | -     | denied DigestMissing",
        "NOTHING       |pinned,pinned,pinned      | -     | ''",
      })
  void inParticular(Found found, String levels, String wanted, String outcome) {
    List<Level> of =
        Stream.of(levels.strip().split(",")).map(it -> NamespaceMarks.level(it).get()).toList();

    assertThat(outcome(found, new Levels(of.get(0), of.get(1), of.get(2)), wanted))
        .containsExactlyElementsOf(outcome.isEmpty() ? List.of() : List.of(outcome.split(",")));
  }

  @Test
  void anActionForOneReasonLeavesTheOthersAlone() {
    Actions actions =
        new Actions(
            Map.of(Reason.TAG_NOT_FOUND, ValidationAction.WARN),
            ValidationAction.WARN,
            ValidationAction.WARN);
    Policy policy = new Policy(Levels.DEFAULT, actions, Limits.NONE);

    assertThat(judge(Found.UNPULLABLE_TAG, policy)).isInstanceOf(Verdict.Admit.class);
    assertThat(judge(Found.UNPULLABLE, policy)).isInstanceOf(Verdict.Deny.class);
  }

  /// A denial that is wanted of what is proven is not wanted of a doubt of it.
  @ParameterizedTest
  @EnumSource(
      value = Doubt.class,
      names = {"NOT_ALLOWED", "NO_ANSWER"},
      mode = EnumSource.Mode.EXCLUDE)
  void aDoubtOfAReasonThatIsDeniedIsStillADoubt(Doubt doubt) {
    Actions actions =
        new Actions(
            Map.of(Reason.TAG_NOT_FOUND, ValidationAction.DENY),
            ValidationAction.AUDIT,
            ValidationAction.WARN);
    Evidence evidence = new Evidence(ImageReferenceParser.parse(TAGGED), List.of(), "", "");

    assertThat(actions.doubtful(new Resolution.Inconclusive(Reason.TAG_NOT_FOUND, doubt, evidence)))
        .isEqualTo(ValidationAction.AUDIT);
  }

  @ParameterizedTest
  @EnumSource(Found.class)
  void aBreakGlassSuspendsDenialsAndNothingElse(Found found) {
    BreakGlass glass = new BreakGlass(NOW.plus(Duration.ofHours(1)), "INC-1");
    Levels pinned = new Levels(Level.PINNED, Level.PINNED, Level.PINNED);
    Policy policy = new Policy(pinned, Actions.DEFAULT, Limits.NONE);
    Policy suspended = new Policy(pinned, Actions.DEFAULT, Limits.NONE, Optional.of(glass));

    Verdict before = judge(found, policy);
    Verdict verdict = judge(found, suspended);

    assertThat(verdict.denied()).isEmpty();
    assertThat(verdict.suspended()).isEqualTo(before.denied());
    assertThat(verdict.warnings()).isEqualTo(before.warnings());
    assertThat(verdict instanceof Verdict.Suspended).isEqualTo(!before.denied().isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // the annotation | whether it is in force at noon
        "2026-11-21T12:00:01Z INC-1 restoring  | true",
        "2026-11-22T12:00:00Z INC-1            | true",
        "2026-11-21T14:00:00+01:00 INC-1       | true",
        "2026-11-21T13:00:00+01:00 INC-1       | false",
        "2026-11-21T12:00:00Z INC-1            | false",
        "2026-11-21T11:59:59Z INC-1            | false",
        "2026-11-22T12:00:01Z INC-1            | false",
        "2026-11-21T13:00:00Z                  | false",
        "INC-1                                 | false",
        "'2026-11-21 13:00 INC-1'              | false",
        "''                                    | false",
      })
  void aBreakGlassIsInForceUntilItsEndWithinADay(String annotation, boolean inForce) {
    NamespaceMarks marks =
        NamespaceMarks.read(Map.of(), Map.of("pullable.dev/break-glass", annotation));

    assertThat(policies(marks).of("shop").breakGlass().isPresent()).isEqualTo(inForce);
  }

  @Test
  void aNamespacesLabelsCountBeforeTheDefaults() {
    NamespaceMarks marks =
        NamespaceMarks.read(
            Map.of(
                "pullable.dev/enforce", "pinned",
                "pullable.dev/warn", "Pinned",
                "pullable.dev/audit", "off"),
            Map.of("pullable.dev/enforce", "off"));

    assertThat(policies(marks).of("shop").levels())
        .isEqualTo(new Levels(Level.PINNED, Level.PULLABLE, Level.OFF));
    assertThat(policies(marks).of("other").levels()).isEqualTo(Levels.DEFAULT);
  }

  private static NamespacePolicies policies(NamespaceMarks marks) {
    return new NamespacePolicies(
        () -> ClusterPolicy.DEFAULT,
        namespace -> namespace.equals("shop") ? Optional.of(marks) : Optional.empty(),
        InstantSource.fixed(NOW));
  }
}
