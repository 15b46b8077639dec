package dev.pullable.benchmark;

import com.sun.management.OperatingSystemMXBean;
import dev.pullable.benchmark.Rounds.Contender;
import java.lang.management.ManagementFactory;
import java.util.Collections;

/// One HEAD through the adapter as a ratio to one by the JDK's client with keep-alive.
final class HeadLoad {
  private HeadLoad() {}

  public static void main(String[] args) throws Exception {
    var os = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    for (boolean tls : new boolean[] {false, true}) {
      try (HeadExchange exchange = new HeadExchange(tls)) {
        for (int threads : new int[] {1, 8}) {
          Rounds.compare(
              "HEAD over " + (tls ? "https" : "http") + ", " + threads + " at a time",
              new Contender(Collections.nCopies(threads, exchange::byJib), os::getProcessCpuTime),
              new Contender(Collections.nCopies(threads, exchange::byJdk), os::getProcessCpuTime));
        }
      }
    }
  }
}
