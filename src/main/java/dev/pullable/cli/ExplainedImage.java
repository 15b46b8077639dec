package dev.pullable.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/// All that is told of one image, as data: what the JSON form is and the text form shows. Every
/// text in it is fit for a terminal; what does not apply is empty.
///
/// @param image as written, but for what may be a secret in it
/// @param credentials in the kubelet's order; first the entries that take no part
/// @param exchanges in order
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ExplainedImage(
    String image,
    Reference reference,
    Pod pod,
    Hosts hosts,
    List<CredentialStep> credentials,
    List<HttpExchange> exchanges,
    Found found,
    Decision verdict) {

  /// The reference as parsed.
  ///
  /// @param problem why it is none
  /// @param name normalised
  /// @param registryNote what was made of what was written; likewise of the others
  /// @param asked what the registry is asked for: tag or digest
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Reference(
      String problem,
      String name,
      String registry,
      String registryNote,
      String repository,
      String repositoryNote,
      String tag,
      String tagNote,
      String digest,
      String asked) {}

  /// The Pod that would pull it.
  ///
  /// @param serviceAccountNote what is wrong with it
  /// @param pullSecretsFrom who names them
  /// @param unread why nothing could be read
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Pod(
      String namespace,
      String serviceAccount,
      String serviceAccountNote,
      String pullSecretsFrom,
      List<PullSecret> pullSecrets,
      String pullPolicy,
      List<NodePlatform> platforms,
      String unread) {}

  /// A pull secret that the Pod names.
  ///
  /// @param state `found`, or what is wrong with it
  record PullSecret(String name, String state) {}

  /// Nodes of one platform where it may land.
  ///
  /// @param count how many; 0 for a platform of the configuration
  /// @param nodes the first of their names
  record NodePlatform(String platform, int count, List<String> nodes) {}

  /// Where containerd looks.
  ///
  /// @param unknown why there is no telling
  /// @param doubts why some nodes may ask other hosts
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Hosts(List<Host> hosts, List<String> doubts, String unknown) {}

  /// One host.
  ///
  /// @param url the base of its API
  /// @param mirrorOf the registry that it is asked for in place of
  /// @param insteadOf of which host before it this is the other way in, asked only if that does not
  ///   speak TLS
  /// @param notes how it is asked, beyond the usual
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Host(
      String url, String transport, String mirrorOf, String insteadOf, List<String> notes) {}

  /// What became of one credential, entry or secret.
  ///
  /// @param holder such as `pull secret regcred`
  /// @param entry its registry key
  /// @param tried whether it was shown, or asked without
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record CredentialStep(String holder, String entry, boolean tried, String outcome) {}

  /// One HTTP exchange.
  ///
  /// @param shown what was shown of credentials
  /// @param scope what a token was asked for
  /// @param status 0 if there was no answer
  /// @param failure why there was none
  /// @param purpose `pull`, or `advice` for what was only asked to find a remedy
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record HttpExchange(
      int number,
      String method,
      String url,
      String scope,
      String shown,
      boolean redirected,
      int status,
      String failure,
      long tookMillis,
      String purpose) {}

  /// What was found.
  ///
  /// @param offers the platforms of an index
  /// @param matches how the Nodes are served
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Found(
      String digest,
      String kind,
      String size,
      String age,
      String from,
      List<String> offers,
      List<Match> matches) {}

  /// How the Nodes of one platform are served.
  ///
  /// @param pulls the platform of what they pull
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Match(String platform, String outcome, String pulls) {}

  /// What the webhook would do.
  ///
  /// @param outcome `admitted`, `denied`, `suspended` or `exempt`
  /// @param resolution `Pullable`, `Unpullable`, `Inconclusive` or `NotPulled`
  /// @param doubt why it is no proof
  /// @param policy the levels in force, and the limits
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Decision(
      String outcome, String resolution, String doubt, List<String> policy, List<Told> findings) {}

  /// A finding.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Told(
      String severity, String reason, String problem, List<String> trace, List<String> remedy) {}
}
