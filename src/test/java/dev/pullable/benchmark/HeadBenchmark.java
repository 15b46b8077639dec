package dev.pullable.benchmark;

import dev.pullable.registry.ManifestAnswer;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// One HEAD of a known digest: by the adapter, and by the JDK's client for comparison. The registry
/// runs in the same process, so its work is in both. [HeadLoad] measures the two in turn.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class HeadBenchmark {
  @Param({"http", "https"})
  public String scheme;

  private HeadExchange exchange;

  @Setup(Level.Trial)
  public void start() throws IOException {
    exchange = new HeadExchange(scheme.equals("https"));
  }

  @Benchmark
  public ManifestAnswer jib() {
    return exchange.byJib();
  }

  @Benchmark
  public String jdk() throws IOException, InterruptedException {
    return exchange.byJdk();
  }

  @TearDown(Level.Trial)
  public void stop() throws IOException {
    exchange.close();
  }
}
