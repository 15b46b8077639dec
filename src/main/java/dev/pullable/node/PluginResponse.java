package dev.pullable.node;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pullable.credential.ProvidedCredentials;
import dev.pullable.credential.Secret;
import dev.pullable.duration.GoDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A plugin's `CredentialProviderResponse`, read as strictly as the kubelet reads it (kubelet:
/// pkg/credentialprovider/plugin/plugin.go, whose decoder refuses unknown and repeated fields).
///
/// @param cacheKeyType for which images it holds
/// @param cacheDuration for how long; null leaves that to the configuration
/// @param entries its credentials
record PluginResponse(
    CacheKeyType cacheKeyType,
    @Nullable Duration cacheDuration,
    List<ProvidedCredentials.Entry> entries) {
  private static final Set<String> FIELDS =
      Set.of("apiVersion", "kind", "cacheKeyType", "cacheDuration", "auth");
  private static final Set<String> AUTH_FIELDS = Set.of("username", "password");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  PluginResponse {
    entries = List.copyOf(entries);
  }

  /// Something else than an answer. Its message shows nothing of it.
  static final class RubbishException extends Exception {
    private static final long serialVersionUID = 1;

    RubbishException(String message) {
      super(message);
    }
  }

  /// What a plugin is asked.
  static String request(String apiVersion, String repository) {
    return JSON.createObjectNode()
        .put("kind", "CredentialProviderRequest")
        .put("apiVersion", apiVersion)
        .put("image", repository)
        .toString();
  }

  /// Reads an answer.
  ///
  /// @param apiVersion the one of the request, which it must have too
  static PluginResponse read(String json, String apiVersion) throws RubbishException {
    JsonNode response = object(parse(json), "the answer", FIELDS);
    if (!text(response, "apiVersion").equals(apiVersion)
        || !text(response, "kind").equals("CredentialProviderResponse")) {
      throw new RubbishException("is of another kind or apiVersion than asked for");
    }
    return new PluginResponse(
        cacheKeyType(text(response, "cacheKeyType")),
        duration(response),
        entries(response.path("auth")));
  }

  private static JsonNode parse(String json) throws RubbishException {
    try {
      return JSON.readTree(json);
    } catch (JacksonException e) {
      throw new RubbishException("is not JSON");
    }
  }

  private static CacheKeyType cacheKeyType(String name) throws RubbishException {
    return switch (name) {
      case "Image" -> CacheKeyType.IMAGE;
      case "Registry" -> CacheKeyType.REGISTRY;
      case "Global" -> CacheKeyType.GLOBAL;
      default -> throw new RubbishException("has no cacheKeyType of Image, Registry or Global");
    };
  }

  private static @Nullable Duration duration(JsonNode response) throws RubbishException {
    if (!response.hasNonNull("cacheDuration")) {
      return null;
    }
    Duration duration = GoDuration.parse(text(response, "cacheDuration"));
    if (duration == null) {
      throw new RubbishException("has a cacheDuration that is none");
    }
    return duration;
  }

  private static List<ProvidedCredentials.Entry> entries(JsonNode auth) throws RubbishException {
    List<ProvidedCredentials.Entry> entries = new ArrayList<>();
    if (auth.isMissingNode() || auth.isNull()) {
      return entries;
    }
    if (!auth.isObject()) {
      throw new RubbishException("has an auth that is no object");
    }
    for (Map.Entry<String, JsonNode> field : auth.properties()) {
      JsonNode login =
          field.getValue().isNull()
              ? JSON.createObjectNode()
              : object(field.getValue(), "an entry of auth", AUTH_FIELDS);
      entries.add(
          new ProvidedCredentials.Entry(
              field.getKey(), text(login, "username"), new Secret(text(login, "password"))));
    }
    return entries;
  }

  private static JsonNode object(JsonNode node, String what, Set<String> names)
      throws RubbishException {
    if (!node.isObject()) {
      throw new RubbishException("has no object where " + what + " should be");
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!names.contains(field.getKey())) {
        throw new RubbishException("has a field that is not known");
      }
    }
    return node;
  }

  private static String text(JsonNode object, String name) throws RubbishException {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isTextual()) {
      throw new RubbishException("has no string where one should be");
    }
    return value.textValue();
  }
}
