package dev.pullable.resolution;

import dev.pullable.reference.Digest;
import java.util.List;

/// What a kubelet would experience when it pulls an image: it can, it cannot, or there is no
/// telling.
public sealed interface Resolution {

  /// The pull would succeed.
  ///
  /// @param digest what the reference resolves to now
  /// @param concerns what will go wrong all the same, on some Nodes or after the pull
  record Pullable(Digest digest, List<Concern> concerns, Evidence evidence) implements Resolution {
    public Pullable {
      concerns = List.copyOf(concerns);
    }
  }

  /// The pull is proven to fail. The only outcome that may be denied by default.
  record Unpullable(Reason reason, Evidence evidence) implements Resolution {}

  /// Nothing is proven.
  ///
  /// @param doubt why what was found is no proof
  record Inconclusive(Reason reason, Doubt doubt, Evidence evidence) implements Resolution {}

  /// The image is never pulled (`imagePullPolicy: Never`), so no registry was asked.
  record NotPulled() implements Resolution {}

  /// A reason to warn about an image that can be pulled.
  ///
  /// @param subject the platforms it is about, or whatever else
  /// @param detail one clause that says more, in our words; empty where there is none
  /// @param nodes the Nodes concerned, by name; empty where platforms come from the configuration
  /// @param concerned how many these are
  record Concern(
      Reason reason, String subject, String detail, List<String> nodes, NodesConcerned concerned) {
    public Concern {
      nodes = List.copyOf(nodes);
    }

    /// A concern that is not about Nodes, or does not say about how many.
    public Concern(Reason reason, String subject, List<String> nodes) {
      this(reason, subject, "", nodes, NodesConcerned.UNKNOWN);
    }
  }

  /// Why a refusal is no proof.
  enum Doubt {
    /// The registry gave no answer about the image.
    NO_ANSWER,
    /// The nodes may hold credentials of their own for this registry.
    NODE_CREDENTIALS,
    /// Some nodes may ask other hosts than those that were asked.
    OTHER_HOSTS,
    /// The image is on a Node where the Pod may land, and is pulled only if it is not.
    IMAGE_ON_NODE,
    /// The operator forbids the registry, so that it was not asked.
    NOT_ALLOWED,
    /// Something in the cluster could not be read.
    CLUSTER_UNREADABLE,
    /// It depends on what is not known of the nodes: CPU variant, Windows version, runtime version.
    NODE_UNKNOWN
  }
}
