package dev.pullable.app;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.springframework.web.filter.OncePerRequestFilter;

/// Answers 403 to clients whose certificate bears none of the allowed names, if there are any. That
/// a CA of ours signed it was found out in the handshake; Tomcat has no place for names there.
final class ClientNameFilter extends OncePerRequestFilter {
  private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";
  private static final Integer DNS = 2;

  private final Set<String> allowed;

  ClientNameFilter(Set<String> allowed) {
    this.allowed = allowed;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return allowed.isEmpty();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getAttribute(CERTIFICATES) instanceof X509Certificate[] certificates
        && certificates.length > 0
        && mayCall(certificates[0])) {
      chain.doFilter(request, response);
    } else {
      response.setStatus(HttpServletResponse.SC_FORBIDDEN);
    }
  }

  private boolean mayCall(X509Certificate client) {
    return dnsNames(client).stream().anyMatch(allowed::contains)
        || commonNames(client).stream().anyMatch(allowed::contains);
  }

  private static List<String> dnsNames(X509Certificate client) {
    try {
      Collection<List<?>> names = client.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream()
              .filter(name -> DNS.equals(name.getFirst()))
              .map(name -> String.valueOf(name.get(1)))
              .toList();
    } catch (CertificateParsingException _) {
      return List.of();
    }
  }

  private static List<String> commonNames(X509Certificate client) {
    try {
      return new LdapName(client.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
              .map(rdn -> String.valueOf(rdn.getValue()))
              .toList();
    } catch (InvalidNameException _) {
      return List.of();
    }
  }
}
