package dev.pullable.hosts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pullable.hosts.HostTls.ClientCertificate;
import java.util.ArrayList;
import java.util.List;

/// The certificate files that a `hosts.toml` names.
///
/// @param directory the directory of the `hosts.toml`
// containerd: core/remotes/docker/config/hosts.go, parseHostConfig
record HostFiles(String directory) {

  /// @param ca a string, an array of strings, or missing
  List<String> ca(JsonNode ca) throws MalformedHostsFile {
    if (ca.isMissingNode()) {
      return List.of();
    }
    if (ca.isTextual()) {
      return List.of(file(ca.textValue()));
    }
    if (!ca.isArray()) {
      throw new MalformedHostsFile("ca is neither a string nor an array");
    }
    return HostTable.texts(ca, "ca").stream().map(this::file).toList();
  }

  /// @param client a string, an array of strings and pairs of strings, or missing
  List<ClientCertificate> clientCertificates(JsonNode client) throws MalformedHostsFile {
    if (client.isMissingNode()) {
      return List.of();
    }
    if (client.isTextual()) {
      return List.of(new ClientCertificate(file(client.textValue()), null));
    }
    if (!client.isArray()) {
      throw new MalformedHostsFile("client is neither a string nor an array");
    }
    List<ClientCertificate> certificates = new ArrayList<>();
    for (JsonNode element : client) {
      certificates.add(clientCertificate(element));
    }
    return certificates;
  }

  private ClientCertificate clientCertificate(JsonNode element) throws MalformedHostsFile {
    if (element.isTextual()) {
      return new ClientCertificate(file(element.textValue()), null);
    }
    if (!element.isArray() || element.size() != 2) {
      throw new MalformedHostsFile("client holds what is neither a string nor a pair");
    }
    List<String> pair = HostTable.texts(element, "client");
    return new ClientCertificate(file(pair.getFirst()), file(pair.getLast()));
  }

  private String file(String named) {
    return SlashPath.resolve(directory, named);
  }
}
