package dev.pullable.cli;

import dev.pullable.tls.CertificateAuthority;
import dev.pullable.tls.ServingCertificate;
import dev.pullable.tls.ServingNames;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `certs`: makes a certificate authority and a serving certificate, as files.
@Command(
    name = "certs",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Make a certificate authority and a serving certificate for the webhook.")
public final class CertsCommand implements Callable<Integer> {
  private static final int MAX_DAYS = 36_500;
  private static final int AUTHORITY_DAYS = 3_650;

  private final InstantSource time;

  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where ca.crt, ca.key, tls.crt and tls.key go; made if it is not there.")
  private Path out;

  @Option(
      names = "--dns",
      arity = "1..*",
      required = true,
      paramLabel = "NAME",
      description = "The names it serves, such as pullable.pullable.svc.")
  private List<String> dnsNames;

  @Option(
      names = "--ip",
      arity = "1..*",
      paramLabel = "ADDR",
      description = "The IP addresses it serves.")
  private List<String> addresses = List.of();

  @Option(
      names = "--days",
      defaultValue = "365",
      paramLabel = "N",
      description = "How long the serving certificate is valid (default: ${DEFAULT-VALUE}).")
  private int days;

  @Option(names = "--force", description = "Overwrite the files where they exist.")
  private boolean force;

  /// The command, before picocli has filled in its options.
  @SuppressWarnings("NullAway.Init")
  public CertsCommand(InstantSource time) {
    this.time = time;
  }

  @Override
  public Integer call() {
    if (days < 1 || days > MAX_DAYS) {
      throw refused("--days must be from 1 to " + MAX_DAYS);
    }
    ServingNames names = names();
    CertificateAuthority authority =
        CertificateAuthority.create(Duration.ofDays(Math.max(days, AUTHORITY_DAYS)), time);
    ServingCertificate serving = authority.issue(names, Duration.ofDays(days));
    try {
      write(authority, serving);
    } catch (FileAlreadyExistsException e) {
      return failed(e.getFile() + " exists; --force overwrites it");
    } catch (IOException e) {
      // A file system's exception says in its text which file, in its class what was wrong.
      return failed("cannot write: " + e.getClass().getSimpleName() + ": " + e.getMessage());
    }
    printResult(authority, serving);
    return ExitCode.OK;
  }

  private ServingNames names() {
    try {
      return ServingNames.of(dnsNames, addresses);
    } catch (IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  private void write(CertificateAuthority authority, ServingCertificate serving)
      throws IOException {
    new CertificateFiles(out, force)
        .add("ca.crt", authority.certificatePem())
        .addSecret("ca.key", authority.privateKeyPem())
        .add("tls.crt", serving.chainPem())
        .addSecret("tls.key", serving.privateKeyPem())
        .write();
  }

  private void printResult(CertificateAuthority authority, ServingCertificate serving) {
    byte[] bundle = authority.certificatePem().getBytes(StandardCharsets.US_ASCII);
    PrintWriter text = spec.commandLine().getOut();
    text.println("Wrote to " + out + ":");
    text.println("  ca.crt   the authority, valid until " + authority.notAfter());
    text.println("  ca.key   its private key; the cluster does not need it");
    text.println("  tls.crt  what the webhook presents, valid until " + serving.notAfter());
    text.println("  tls.key  its private key");
    text.println();
    text.println("For webhooks[].clientConfig of the ValidatingWebhookConfiguration:");
    text.println("caBundle: " + Base64.getEncoder().encodeToString(bundle));
    text.flush();
  }

  private ParameterException refused(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }

  private int failed(String problem) {
    PrintWriter text = spec.commandLine().getErr();
    text.println("pullable certs: " + problem);
    text.flush();
    return ExitCode.SOFTWARE;
  }
}
