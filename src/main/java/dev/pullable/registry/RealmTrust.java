package dev.pullable.registry;

/// Our own rule in front of containerd's token flow, which shows the credential to any URL that a
/// registry names (CVE-2020-15157): which realm is shown a registry's credential.
@FunctionalInterface
public interface RealmTrust {

  Decision decide(Endpoint registry, RealmUrl realm);

  /// What may be done with a realm.
  sealed interface Decision {

    /// It is shown the credential.
    record Trusted() implements Decision {}

    /// It is asked anonymously, the credential withheld.
    ///
    /// @param realmHost its host, with a port where one is written; checked to be a host name or an
    ///   address
    record Untrusted(String realmHost) implements Decision {}

    /// It is not asked at all.
    ///
    /// @param problem what is wrong, in our words
    record Unusable(String problem) implements Decision {}
  }
}
