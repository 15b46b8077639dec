package dev.pullable.testregistry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// Writes Docker schema 1 manifests (distribution: docs/spec/manifest-v2-1.md).
final class SchemaOneJson {
  private static final String TAIL = "\n}";

  private SchemaOneJson() {}

  static String payload(String repository, String tag) {
    return """
    {
       "schemaVersion": 1,
       "name": "%s",
       "tag": "%s",
       "architecture": "amd64",
       "fsLayers": [
          {
             "blobSum": "%s"
          }
       ],
       "history": [
          {
             "v1Compatibility": "{\\"id\\":\\"%s\\",\\"os\\":\\"linux\\"}"
          }
       ]
    }\
    """
        .formatted(repository, tag, Layer.ofSize(512).digest(), "0".repeat(64));
  }

  static BuiltManifest signed(String repository, String tag) {
    String payload = payload(repository, tag);
    int length = payload.length() - TAIL.length();
    String signatures =
        """
        ,
           "signatures": [
              {
                 "header": {
                    "alg": "ES256"
                 },
                 "signature": "%s",
                 "protected": "%s"
              }
           ]\
        """
            .formatted(base64("dummy"), base64(formatOf(length)));
    byte[] bytes =
        (payload.substring(0, length) + signatures + TAIL).getBytes(StandardCharsets.UTF_8);
    return new BuiltManifest(
        TestImages.sha256(payload.getBytes(StandardCharsets.UTF_8)),
        TestImages.SIGNED_SCHEMA_ONE,
        bytes,
        Map.of(),
        List.of());
  }

  private static String formatOf(int length) {
    return "{\"formatLength\":" + length + ",\"formatTail\":\"" + base64(TAIL) + "\"}";
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
