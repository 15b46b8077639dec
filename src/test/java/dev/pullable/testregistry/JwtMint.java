package dev.pullable.testregistry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;

/// Mints tokens that docker-registry accepts: JWTs signed with ES256 and the signer's certificate
/// (distribution: docs/spec/auth/jwt.md).
public final class JwtMint implements TokenMint {
  static final String ISSUER = "test-issuer";

  private final TestAuthority.Leaf signer;

  public JwtMint(TestAuthority.Leaf signer) {
    this.signer = signer;
  }

  TestAuthority.Leaf signer() {
    return signer;
  }

  @Override
  public String mint(
      String user, String service, Set<String> granted, Instant issued, Instant expires) {
    ObjectNode claims =
        JsonNodeFactory.instance
            .objectNode()
            .put("iss", ISSUER)
            .put("sub", user)
            .put("aud", service)
            .put("iat", issued.getEpochSecond())
            .put("nbf", issued.getEpochSecond())
            .put("exp", expires.getEpochSecond())
            .put("jti", UUID.randomUUID().toString());
    ArrayNode access = claims.putArray("access");
    for (String scope : granted) {
      int colon = scope.lastIndexOf(':');
      access
          .addObject()
          .put("type", "repository")
          .put("name", scope.substring("repository:".length(), colon))
          .putArray("actions")
          .add(scope.substring(colon + 1));
    }
    return signed(claims);
  }

  private String signed(ObjectNode claims) {
    try {
      ObjectNode header =
          JsonNodeFactory.instance.objectNode().put("typ", "JWT").put("alg", "ES256");
      header
          .putArray("x5c")
          .add(Base64.getEncoder().encodeToString(signer.certificate().getEncoded()));
      String content = base64(utf8(header.toString())) + "." + base64(utf8(claims.toString()));
      // JWS wants r and s side by side, not the DER of plain SHA256withECDSA (RFC 7518, 3.4).
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(signer.key());
      signature.update(utf8(content));
      return content + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
