package dev.pullable.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pullable.audit.AuditFinding;
import dev.pullable.audit.Owner;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/// The Event that tells of a finding: one an owner, image and reason, whose name follows from
/// these, so that the next pass finds it again.
final class AuditEvent {
  static final String COMPONENT = "pullable-audit";

  /// pkg/apis/core/validation/events.go
  private static final int LONGEST_MESSAGE = 1024;

  private static final int HASH = 16;

  private AuditEvent() {}

  static Event of(AuditFinding finding, Owner owner, Instant now) {
    String namespace = finding.namespace();
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name(finding))
        .addToLabels("app.kubernetes.io/managed-by", "pullable")
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(owner.apiVersion())
        .withKind(finding.kind())
        .withNamespace(namespace)
        .withName(finding.name())
        .withUid(owner.uid().isEmpty() ? null : owner.uid())
        .endInvolvedObject()
        .withType("Warning")
        .withReason(finding.word())
        .withMessage(message(finding))
        .withNewSource()
        .withComponent(COMPONENT)
        .endSource()
        .withCount(1)
        .withFirstTimestamp(now.toString())
        .withLastTimestamp(now.toString())
        .build();
  }

  /// No part of it is anything that an object says, but for what is a digest by then.
  static String name(AuditFinding finding) {
    String of = String.join("\0", finding.kind(), finding.name(), finding.image(), finding.word());
    return "pullable-audit." + HexFormat.of().formatHex(sha256(of)).substring(0, HASH);
  }

  private static String message(AuditFinding finding) {
    return cut("If it were rescheduled now: " + finding.problem(), LONGEST_MESSAGE);
  }

  /// The longest beginning that takes so many bytes.
  static String cut(String text, int bytes) {
    if (text.getBytes(UTF_8).length <= bytes) {
      return text;
    }
    StringBuilder cut = new StringBuilder();
    int left = bytes - "…".getBytes(UTF_8).length;
    for (int point : text.codePoints().toArray()) {
      String next = Character.toString(point);
      left -= next.getBytes(UTF_8).length;
      if (left < 0) {
        break;
      }
      cut.append(next);
    }
    return cut.append('…').toString();
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
