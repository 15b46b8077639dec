package dev.pullable.policy;

import dev.pullable.advice.Advice;
import dev.pullable.reference.ImageReference;
import dev.pullable.reference.ImageReferenceParser;
import dev.pullable.resolution.CredentialTrace;
import dev.pullable.resolution.CredentialTrace.Step;
import dev.pullable.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What mends the credentials of a Pod. No command has a user name or a password in it: USER and
/// PASSWORD stand for them.
final class SecretRemedies {
  private static final String NEW = "regcred";

  private final Workload workload;
  private final Advice advice;
  private final Names it;
  private final CredentialTrace trace;
  private final Commands commands;

  SecretRemedies(
      Workload workload, Advice advice, Names it, CredentialTrace trace, Commands commands) {
    this.workload = workload;
    this.advice = advice;
    this.it = it;
    this.trace = trace;
    this.commands = commands;
  }

  /// Another secret beside those that are named: one that is there already, or a new one.
  List<String> another() {
    if (advice.unnamedSecret().isPresent()) {
      return named(advice.unnamedSecret().get());
    }
    String secret = newName();
    List<String> lines = new ArrayList<>(create(secret).stream().toList());
    lines.addAll(named(secret));
    return lines;
  }

  /// The secret that is named and is not there.
  List<String> missing() {
    String secret = it.subject();
    if (advice.unnamedSecret().isPresent()) {
      return named(advice.unnamedSecret().get());
    }
    if (!CommandLine.isName(secret)) {
      return List.of("No Secret can have that name: correct it in imagePullSecrets.");
    }
    List<String> lines = new ArrayList<>();
    lines.add("A Secret of another namespace does not count.");
    create(secret).ifPresent(lines::add);
    return lines;
  }

  /// The type of a Secret cannot be changed, and one that holds something else may be needed.
  List<String> wrongType() {
    boolean onlyDockerConfig =
        trace.steps().stream()
            .anyMatch(step ->
                step instanceof Step.Skipped skipped
                    && skipped.onlyDockerConfig()
                    && skipped.secret().equals(it.subject()));
    return onlyDockerConfig ? replace(it.subject()).stream().toList() : another();
  }

  List<String> malformed() {
    return replace(it.subject()).stream().toList();
  }

  /// A secret with entries for other registries would lose them.
  List<String> rejected() {
    boolean shared =
        trace.steps().stream()
            .anyMatch(step ->
                step instanceof Step.NotMatched other && other.secret().equals(it.subject()));
    return shared ? another() : replace(it.subject()).stream().toList();
  }

  private Optional<String> replace(String secret) {
    Optional<String> delete =
        CommandLine.of("kubectl delete secret").name(secret).in(workload.namespace()).line();
    return delete.flatMap(first -> create(secret).map(second -> first + " && " + second));
  }

  private Optional<String> create(String secret) {
    return CommandLine.of("kubectl create secret docker-registry")
        .name(secret)
        .in(workload.namespace())
        .word("--docker-server=" + server())
        .then("--docker-username=USER --docker-password=PASSWORD")
        .line();
  }

  /// What an image string with credentials in it is for is known from what is to be in its place.
  private String server() {
    String reference = advice.instead().isEmpty() ? "" : advice.instead().getFirst().reference();
    boolean unknown = it.repository().isEmpty();
    if (unknown && ImageReferenceParser.parse(reference) instanceof ImageReference other) {
      return Names.server(other.domain());
    }
    return unknown ? "SERVER" : it.server();
  }

  private List<String> named(String secret) {
    return List.of(
        commands
            .nameSecret(secret)
            .orElse(
                commands.changes()
                    ? "Name %s in its imagePullSecrets.".formatted(Quoted.bare(secret))
                    : "Make the %s anew with %s in imagePullSecrets, which cannot be changed."
                        .formatted(workload.target().kind(), Quoted.bare(secret))));
  }

  private String newName() {
    return advice.newSecret().orElseGet(this::unusedName);
  }

  private String unusedName() {
    return Stream.iterate(1, number -> number + 1)
        .map(number -> number == 1 ? NEW : NEW + "-" + number)
        .filter(name -> !name.equals(it.subject()) && !workload.imagePullSecrets().contains(name))
        .findFirst()
        .orElse(NEW);
  }
}
