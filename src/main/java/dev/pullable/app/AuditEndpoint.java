package dev.pullable.app;

import dev.pullable.audit.AuditReport;
import dev.pullable.audit.HtmlReport;
import dev.pullable.audit.JsonReport;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/// `/actuator/audit`: the last audit's report, for who comes by `kubectl port-forward`.
@WebEndpoint(id = "audit")
public final class AuditEndpoint {
  private static final int FORBIDDEN = 403;
  private static final MimeType HTML = MimeType.valueOf("text/html;charset=UTF-8");
  private static final MimeType TEXT = MimeType.valueOf("text/plain;charset=UTF-8");

  private final Supplier<Optional<AuditReport>> last;

  AuditEndpoint(Supplier<Optional<AuditReport>> last) {
    this.last = last;
  }

  /// The report as a page, or for programs.
  ///
  /// @param format `json` or `html`; as `Accept` says where it is absent
  @ReadOperation(produces = {"text/html", "application/json", "text/plain"})
  public WebEndpointResponse<byte[]> report(@Nullable String format) {
    ServletRequestAttributes exchange =
        (ServletRequestAttributes) RequestContextHolder.currentRequestAttributes();
    HttpServletRequest request = exchange.getRequest();
    HttpServletResponse response = exchange.getResponse();
    harden(response);
    Optional<String> refusal = LoopbackOnly.refusal(request);
    if (refusal.isPresent()) {
      return sentence(refusal.get(), FORBIDDEN);
    }
    Optional<AuditReport> report = last.get();
    if (report.isEmpty()) {
      return sentence(
          "No audit has finished yet: the first takes a while after the start, and one replica makes"
              + " it for all.",
          WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE);
    }
    return json(format, request)
        ? answer(bytes(report.get(), JsonReport::write), MimeTypeUtils.APPLICATION_JSON)
        : page(report.get(), response);
  }

  private static WebEndpointResponse<byte[]> page(
      AuditReport report, @Nullable HttpServletResponse response) {
    if (response != null) {
      response.setHeader(
          "Content-Security-Policy", HtmlReport.policy(report) + "; frame-ancestors 'none'");
    }
    return answer(bytes(report, HtmlReport::write), HTML);
  }

  private static boolean json(@Nullable String format, HttpServletRequest request) {
    String accept = request.getHeader("Accept");
    return format == null
        ? accept != null && accept.startsWith("application/json")
        : format.equals("json");
  }

  private static void harden(@Nullable HttpServletResponse response) {
    if (response != null) {
      response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
      response.setHeader("X-Content-Type-Options", "nosniff");
      response.setHeader("X-Frame-Options", "DENY");
      response.setHeader("Referrer-Policy", "no-referrer");
      response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
      response.setHeader("Cache-Control", "no-store");
    }
  }

  private static WebEndpointResponse<byte[]> sentence(String text, int status) {
    byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
    return new WebEndpointResponse<>(body, status, TEXT);
  }

  private static WebEndpointResponse<byte[]> answer(byte[] body, MimeType type) {
    return new WebEndpointResponse<>(body, type);
  }

  private interface Form {
    void write(AuditReport report, Writer out) throws IOException;
  }

  private static byte[] bytes(AuditReport report, Form form) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Writer out = new OutputStreamWriter(bytes, StandardCharsets.UTF_8)) {
      form.write(report, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
