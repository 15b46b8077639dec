package dev.pullable.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/// A report for programs. Its members are public API: new ones may come, none goes or changes its
/// meaning without another `version`.
public final class JsonReport {
  private static final int VERSION = 1;
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private JsonReport() {}

  /// Writes the report as one object.
  public static void write(AuditReport report, Writer out) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeNumberField("version", VERSION);
      json.writeStringField("cluster", report.cluster());
      json.writeStringField("started", report.started().toString());
      json.writeStringField("finished", report.finished().toString());
      json.writeStringField("incomplete", report.incomplete());
      json.writeNumberField("pods", report.pods());
      json.writeNumberField("workloads", report.workloads());
      json.writeNumberField("images", report.images());
      json.writeNumberField("checks", report.checks());
      json.writeNumberField("omitted", report.omitted());
      namespaces(json, report.namespaces());
      findings(json, report.findings());
      json.writeEndObject();
    }
    out.write('\n');
    out.flush();
  }

  private static void namespaces(JsonGenerator json, List<NamespaceSummary> namespaces)
      throws IOException {
    json.writeArrayFieldStart("namespaces");
    for (NamespaceSummary it : namespaces) {
      json.writeStartObject();
      json.writeStringField("namespace", it.namespace());
      json.writeNumberField("pods", it.pods());
      json.writeNumberField("workloads", it.workloads());
      json.writeObjectFieldStart("images");
      for (OutcomeText outcome : OutcomeText.ALL) {
        json.writeNumberField(outcome.word(), it.count(outcome.outcome));
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void findings(JsonGenerator json, List<AuditFinding> findings) throws IOException {
    json.writeArrayFieldStart("findings");
    for (AuditFinding it : findings) {
      json.writeStartObject();
      json.writeStringField("outcome", OutcomeText.of(it.outcome()).word());
      json.writeStringField("reason", it.reason().word());
      json.writeStringField("namespace", it.namespace());
      json.writeStringField("kind", it.kind());
      json.writeStringField("name", it.name());
      json.writeNumberField("pods", it.pods());
      json.writeStringField("container", it.container());
      json.writeStringField("image", it.image());
      json.writeStringField("problem", it.problem());
      strings(json, "trace", it.trace());
      strings(json, "remedy", it.remedy());
      strings(json, "heldBy", it.heldBy());
      json.writeNumberField("nodes", it.nodes());
      json.writeNumberField("lacking", it.lacking());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void strings(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
