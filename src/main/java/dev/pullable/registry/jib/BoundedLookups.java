package dev.pullable.registry.jib;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.http.conn.DnsResolver;

/// The system's look-up of names, so many at a time. A look-up takes its virtual thread's carrier
/// along, of which the JVM has 256 at most: without a bound, as many names whose servers hang would
/// stop every thread of the process.
final class BoundedLookups implements DnsResolver {
  private static final int AT_A_TIME = 128;
  private static final int MOST_SECONDS_WAITING = 1;

  private final Semaphore free;
  private final DnsResolver resolver;

  BoundedLookups() {
    this(AT_A_TIME, InetAddress::getAllByName);
  }

  BoundedLookups(int atATime, DnsResolver resolver) {
    this.free = new Semaphore(atATime);
    this.resolver = resolver;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    enter();
    try {
      return resolver.resolve(host);
    } finally {
      free.release();
    }
  }

  private void enter() throws UnknownHostException {
    try {
      if (free.tryAcquire(MOST_SECONDS_WAITING, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new TooManyLookupsException();
  }
}
