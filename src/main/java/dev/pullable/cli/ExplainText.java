package dev.pullable.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/// The form of an explanation for people: a section for each step, its columns aligned.
final class ExplainText {
  private final PrintWriter out;
  private final Ansi ansi;

  ExplainText(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  void write(ExplainedImage it) {
    reference(it);
    pod(it.pod());
    hosts(it.hosts());
    credentials(it.credentials());
    exchanges(it.exchanges());
    found(it.found());
    verdict(it.verdict());
    out.flush();
  }

  private void reference(ExplainedImage it) {
    ExplainedImage.Reference reference = it.reference();
    out.println(bold("Reference"));
    Columns columns = new Columns().row("written", it.image());
    if (!reference.problem().isEmpty()) {
      columns.row("problem", "no image reference: " + reference.problem());
    } else {
      columns
          .row("name", reference.name())
          .row("registry", noted(reference.registry(), reference.registryNote()))
          .row("repository", noted(reference.repository(), reference.repositoryNote()))
          .row("tag", noted(reference.tag(), reference.tagNote()))
          .row("digest", reference.digest())
          .row("asked for", reference.asked());
    }
    columns.print(out);
  }

  private void pod(ExplainedImage.Pod pod) {
    heading("Pod");
    Columns columns =
        new Columns()
            .row("namespace", pod.namespace())
            .row("service account", noted(pod.serviceAccount(), pod.serviceAccountNote()))
            .row("pull policy", pod.pullPolicy())
            .row("unread", pod.unread());
    if (pod.unread().isEmpty()) {
      columns.row(
          "pull secrets", pod.pullSecrets().isEmpty() ? "none" : "from " + pod.pullSecretsFrom());
      int number = 0;
      for (ExplainedImage.PullSecret secret : pod.pullSecrets()) {
        number++;
        columns.row("", "%d. %s: %s".formatted(number, secret.name(), secret.state()));
      }
      platforms(pod, columns);
    }
    columns.print(out);
  }

  private static void platforms(ExplainedImage.Pod pod, Columns columns) {
    if (pod.platforms().isEmpty()) {
      columns.row("may land on", "unknown: no Nodes, and no platforms are configured");
    }
    String label = "may land on";
    for (ExplainedImage.NodePlatform it : pod.platforms()) {
      String more = it.count() > it.nodes().size() ? ", …" : "";
      String nodes =
          it.count() == 0
              ? "no Node known"
              : "%d Node%s (%s%s)"
                  .formatted(
                      it.count(), it.count() == 1 ? "" : "s", String.join(", ", it.nodes()), more);
      columns.row(label, it.platform() + ": " + nodes);
      label = "";
    }
  }

  private void hosts(ExplainedImage.Hosts hosts) {
    heading("Hosts, in the order in which they are asked");
    Columns columns = new Columns();
    int number = 0;
    for (ExplainedImage.Host host : hosts.hosts()) {
      boolean other = !host.insteadOf().isEmpty();
      number += other ? 0 : 1;
      columns.row(other ? "" : number + ".", host.url(), how(host));
    }
    hosts.doubts().forEach(doubt -> columns.row("doubt", doubt));
    columns.row("unknown", hosts.unknown()).print(out);
    none(hosts.hosts().isEmpty() && hosts.unknown().isEmpty());
  }

  private static String how(ExplainedImage.Host host) {
    List<String> how = new ArrayList<>(List.of(host.transport()));
    how.add(host.mirrorOf().isEmpty() ? "the registry itself" : "for " + host.mirrorOf());
    how.addAll(host.notes());
    if (!host.insteadOf().isEmpty()) {
      how.add("only if TLS is not spoken there");
    }
    return String.join(", ", how);
  }

  private void credentials(List<ExplainedImage.CredentialStep> steps) {
    heading("Credentials, in the kubelet's order");
    Columns columns = new Columns();
    int number = 0;
    for (ExplainedImage.CredentialStep step : steps) {
      number += step.tried() ? 1 : 0;
      columns.row(
          step.tried() ? number + "." : "-",
          step.holder() + (step.entry().isEmpty() ? "" : ", entry " + step.entry()),
          step.outcome());
    }
    columns.print(out);
    none(steps.isEmpty());
  }

  private void exchanges(List<ExplainedImage.HttpExchange> exchanges) {
    heading("Requests");
    Columns columns = new Columns();
    String purpose = "pull";
    for (ExplainedImage.HttpExchange it : exchanges) {
      if (!it.purpose().equals(purpose)) {
        purpose = it.purpose();
        columns.row("", "", "(from here on for the advice only)", "", "");
      }
      columns.row(
          it.number() + ".",
          it.method(),
          (it.redirected() ? "→ " : "") + it.url() + scope(it),
          it.failure().isEmpty() ? Integer.toString(it.status()) : it.failure(),
          it.tookMillis() + " ms",
          it.shown().isEmpty() ? "" : "with " + it.shown());
    }
    columns.print(out);
    none(exchanges.isEmpty());
  }

  private static String scope(ExplainedImage.HttpExchange it) {
    return it.scope().isEmpty() ? "" : " (a token for " + it.scope() + ")";
  }

  private void found(ExplainedImage.Found found) {
    heading("Found");
    Columns columns =
        new Columns()
            .row("digest", found.digest())
            .row("at", found.from())
            .row("what", found.kind())
            .row("for", String.join(", ", found.offers()))
            .row("size", found.size())
            .row("age", found.age());
    for (ExplainedImage.Match match : found.matches()) {
      String pulls = match.pulls().isEmpty() ? "" : " by " + match.pulls();
      columns.row("Nodes", match.platform() + ": " + match.outcome() + pulls);
    }
    columns.print(out);
    none(found.digest().isEmpty());
  }

  private void verdict(ExplainedImage.Decision decision) {
    heading("Verdict");
    new Columns()
        .row("policy", String.join(", ", decision.policy()))
        .row("resolution", noted(decision.resolution(), decision.doubt()))
        .print(out);
    out.println("  " + "outcome     " + outcome(decision.outcome()));
    for (ExplainedImage.Told it : decision.findings()) {
      out.println("  %s %s: %s".formatted(it.severity(), it.reason(), it.problem()));
      it.trace().forEach(line -> out.println("    " + line));
      it.remedy().forEach(line -> out.println("    " + line));
    }
  }

  private String outcome(String outcome) {
    return switch (outcome) {
      case "denied" -> ansi.string("@|bold,red denied|@");
      case "suspended" -> ansi.string("@|bold,yellow admitted|@, since denials are suspended");
      case "exempt" -> ansi.string("@|bold,yellow admitted|@ unseen: the image is exempt");
      default -> ansi.string("@|bold,green admitted|@");
    };
  }

  private static String noted(String text, String note) {
    if (text.isEmpty()) {
      return note;
    }
    return note.isEmpty() ? text : text + " (" + note + ")";
  }

  private void none(boolean none) {
    if (none) {
      out.println("  none");
    }
  }

  private void heading(String words) {
    out.println();
    out.println(bold(words));
  }

  private String bold(String words) {
    return ansi.string("@|bold " + words + "|@");
  }
}
