package dev.pullable.benchmark;

import dev.pullable.credential.Credential;
import dev.pullable.credential.Keyring;
import dev.pullable.credential.KeyringResult;
import dev.pullable.credential.PullSecret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What a keyring costs: to build it, and to ask it for one repository.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KeyringBenchmark {
  /// Entries over three secrets.
  @Param({"10", "1000"})
  public int entries;

  private List<PullSecret> secrets = List.of();
  private Keyring keyring = (Keyring) Keyring.of(List.of());

  @Setup
  public void prepare() {
    List<StringJoiner> configs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      configs.add(new StringJoiner(",", "{\"auths\":{", "}}"));
    }
    for (int i = 0; i < entries; i++) {
      String key = i % 10 == 0 ? "*.r" + i + ".example.com" : "reg" + i + ".example.com/team";
      configs.get(i % 3).add("\"" + key + "\":{\"auth\":\"dXNlcjpwYXNzdzByZA==\"}");
    }
    secrets = configs.stream().map(config -> secret(config.toString())).toList();
    keyring = (Keyring) build();
  }

  @Benchmark
  public List<Credential> lookup() {
    return keyring.lookup("reg5.example.com/team/app");
  }

  @Benchmark
  public KeyringResult build() {
    return Keyring.of(secrets);
  }

  private static PullSecret secret(String config) {
    return new PullSecret(
        "team",
        "pull",
        "kubernetes.io/dockerconfigjson",
        Map.of(".dockerconfigjson", config.getBytes(StandardCharsets.UTF_8)));
  }
}
