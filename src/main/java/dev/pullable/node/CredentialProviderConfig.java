package dev.pullable.node;

import dev.pullable.yaml.BoundedYaml;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// The kubelet's `CredentialProviderConfig`, the file of `--image-credential-provider-config`.
sealed interface CredentialProviderConfig {
  /// The largest that is read.
  int LARGEST = 1 << 20;

  /// One that a kubelet starts with.
  ///
  /// @param providers its plugins, in the order of the file
  record Valid(List<CredentialProvider> providers) implements CredentialProviderConfig {
    public Valid {
      providers = List.copyOf(providers);
    }
  }

  /// One that no kubelet starts with.
  ///
  /// @param problems at least one: where, and what is wrong, without any value
  record Invalid(List<String> problems) implements CredentialProviderConfig {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }

  /// Reads YAML or JSON. Of several documents the first counts, as for the kubelet.
  static CredentialProviderConfig read(byte[] text) {
    List<String> problems = new ArrayList<>();
    try {
      BoundedYaml documents = new BoundedYaml(text);
      @Nullable Object document = documents.hasNext() ? documents.next() : null;
      List<CredentialProvider> providers =
          new CredentialProviderConfigReader(problems).providers(document);
      return problems.isEmpty() ? new Valid(providers) : new Invalid(problems);
    } catch (YamlEngineException e) {
      return new Invalid(List.of(BoundedYaml.problem(e)));
    }
  }
}
