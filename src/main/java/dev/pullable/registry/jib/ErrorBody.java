package dev.pullable.registry.jib;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pullable.registry.Refusal.NotFound.Missing;
import java.io.IOException;

/// The error codes in a registry's answer, `{"errors":[{"code":"MANIFEST_UNKNOWN"}]}`.
final class ErrorBody {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ErrorBody() {}

  /// What a 404 says is missing; any other body, such as a proxy's page, tells nothing.
  static Missing missing(byte[] body) {
    JsonNode errors;
    try {
      errors = JSON.readTree(body).path("errors");
    } catch (IOException | StackOverflowError e) {
      return Missing.UNTOLD;
    }
    for (JsonNode error : errors) {
      switch (error.path("code").asText()) {
        case "NAME_UNKNOWN" -> {
          return Missing.REPOSITORY;
        }
        case "MANIFEST_UNKNOWN" -> {
          return Missing.MANIFEST;
        }
        default -> {}
      }
    }
    return Missing.UNTOLD;
  }
}
