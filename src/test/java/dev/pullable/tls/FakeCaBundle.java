package dev.pullable.tls;

import org.jspecify.annotations.Nullable;

/// What callers trust, in memory.
final class FakeCaBundle implements CaBundle {
  String pem = "";
  int changes;
  @Nullable String away;

  @Override
  public Outcome publish(String wanted) {
    if (away != null) {
      return new Outcome.Unavailable(away);
    }
    if (wanted.equals(pem)) {
      return new Outcome.InPlace();
    }
    pem = wanted;
    changes++;
    return new Outcome.Changed();
  }

  boolean trusts(ServingCertificate certificate) {
    return pem.contains(Pem.of(java.util.List.of(certificate.chain().getLast())));
  }
}
