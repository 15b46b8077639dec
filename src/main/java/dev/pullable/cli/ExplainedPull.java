package dev.pullable.cli;

import dev.pullable.registry.Endpoint;
import dev.pullable.registry.Exchange;
import dev.pullable.registry.Refusal;
import dev.pullable.registry.Route;
import dev.pullable.resolution.CredentialTrace;
import dev.pullable.resolution.CredentialTrace.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What is told of how an image is asked for: hosts, credentials, exchanges.
final class ExplainedPull {
  private static final String API = "/v2";

  private ExplainedPull() {}

  static ExplainedImage.Hosts hosts(Optional<Route> route) {
    return switch (route.orElse(null)) {
      case null -> new ExplainedImage.Hosts(List.of(), List.of(), "");
      case Route.Unknown(String problem) ->
          new ExplainedImage.Hosts(List.of(), List.of(), Printable.of(problem));
      case Route.Hosts it ->
          new ExplainedImage.Hosts(
              it.hosts().stream().flatMap(host -> host(host).stream()).toList(),
              Printable.of(it.doubts().stream().map(Route.Doubt::because).toList()),
              "");
    };
  }

  private static List<ExplainedImage.Host> host(List<Endpoint> endpoints) {
    List<ExplainedImage.Host> hosts = new ArrayList<>();
    for (Endpoint endpoint : endpoints) {
      hosts.add(
          new ExplainedImage.Host(
              Printable.of(endpoint.baseUrl()),
              transport(endpoint),
              Printable.of(endpoint.namespace()),
              hosts.isEmpty() ? "" : hosts.getLast().url(),
              notes(endpoint)));
    }
    return hosts;
  }

  private static String transport(Endpoint endpoint) {
    return switch (endpoint.transport()) {
      case TLS -> "https";
      case TLS_UNVERIFIED -> "https, any certificate accepted";
      case PLAIN -> "http";
    };
  }

  private static List<String> notes(Endpoint endpoint) {
    List<String> notes = new ArrayList<>();
    if (!endpoint.path().equals(API)) {
      notes.add("a base path of its own");
    }
    int authorities = endpoint.tls().authorities().size();
    if (authorities > 0) {
      notes.add(authorities == 1 ? "a CA of its own" : authorities + " CAs of its own");
    }
    if (!endpoint.tls().clients().isEmpty()) {
      notes.add("shown a client certificate");
    }
    if (!endpoint.headers().isEmpty()) {
      notes.add("sent headers of its own");
    }
    if (endpoint.dialTimeout() != null) {
      notes.add("dialled for " + endpoint.dialTimeout().toMillis() + " ms at most");
    }
    return notes;
  }

  static List<ExplainedImage.CredentialStep> credentials(CredentialTrace trace) {
    List<ExplainedImage.CredentialStep> steps = new ArrayList<>();
    trace.steps().forEach(step -> steps.add(credential(step)));
    if (trace.more() > 0) {
      steps.add(step("(others)", "", false, trace.more() + " more are not shown"));
    }
    return steps;
  }

  private static ExplainedImage.CredentialStep credential(Step step) {
    return switch (step) {
      case Step.Skipped it -> step("pull secret " + it.secret(), "", false, it.why());
      case Step.NotMatched it -> step("pull secret " + it.secret(), it.entry(), false, it.why());
      case Step.Tried it -> step(it.holder(), it.entry(), true, it.outcome());
      case Step.Anonymous it -> step("without credentials", "", true, it.outcome());
    };
  }

  private static ExplainedImage.CredentialStep step(
      String holder, String entry, boolean tried, String outcome) {
    return new ExplainedImage.CredentialStep(
        Printable.of(holder), Printable.of(entry), tried, Printable.of(outcome));
  }

  static List<ExplainedImage.HttpExchange> exchanges(ExchangeLog log) {
    List<ExplainedImage.HttpExchange> shown = new ArrayList<>();
    for (Exchange exchange : log.exchanges()) {
      boolean decisive = shown.size() < log.decisive();
      shown.add(
          new ExplainedImage.HttpExchange(
              shown.size() + 1,
              exchange.method(),
              Printable.of(exchange.url()),
              Printable.of(exchange.scope()),
              Printable.of(shown(exchange)),
              exchange.redirected(),
              exchange.status(),
              exchange.failure().map(ExplainedPull::failure).map(Printable::of).orElse(""),
              exchange.took().toMillis(),
              decisive ? "pull" : "advice"));
    }
    return shown;
  }

  private static String shown(Exchange exchange) {
    if (exchange.bearer()) {
      return exchange.holder().isEmpty() ? "an anonymous token" : "a token of " + exchange.holder();
    }
    return exchange.holder();
  }

  private static String failure(Refusal refusal) {
    return switch (refusal) {
      case Refusal.Unreachable(var cause, String _) ->
          cause.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      case Refusal.AddressNotAllowed _ -> "not connected to: its address is not allowed";
      case Refusal.ProxyFailed(String _, String problem) -> "the proxy " + problem;
      case Refusal.DeadlineExceeded _ -> "no answer in time";
      case Refusal.Misbehaved(String problem) -> problem;
      case Refusal.Busy _ -> "not asked: as much as may be is under way";
      case Refusal.NotFound _,
          Refusal.Unauthorized _,
          Refusal.CredentialWithheld _,
          Refusal.Denied _,
          Refusal.TooManyRequests _,
          Refusal.ServerError _,
          Refusal.FewPullsLeft _,
          Refusal.FailedLately _ ->
          "no answer";
    };
  }
}
