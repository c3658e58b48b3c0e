package dev.serai.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets only bearers of an admin token to {@code /api}. What needs none is listed here, everything
 * else under that path is closed by default.
 */
@Component
class TokenFilter extends OncePerRequestFilter {
  static final String OPENAPI = "/api/openapi.json";

  /** Request attribute: name of the token that was presented. */
  static final String ACTOR = "dev.serai.admin.actor";

  private static final String BEARER = "bearer ";

  private final AdminTokens tokens;
  private final ObjectMapper json;

  TokenFilter(AdminTokens tokens, ObjectMapper json) {
    this.tokens = tokens;
    this.json = json;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (open(request.getServletPath())) {
      chain.doFilter(request, response);
      return;
    }
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    boolean bearer = header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length());
    Optional<String> actor =
        bearer ? tokens.nameOf(header.substring(BEARER.length()).strip()) : Optional.empty();
    if (actor.isEmpty()) {
      refuse(response, bearer);
      return;
    }
    request.setAttribute(ACTOR, actor.get());
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store"); // some answers hold a secret
    response.setHeader("X-Content-Type-Options", "nosniff");
    chain.doFilter(request, response);
  }

  /** The decoded path that the dispatcher will use, so that no spelling of it gets around this. */
  private static boolean open(String path) {
    return !(path.equals("/api") || path.startsWith("/api/")) || path.equals(OPENAPI);
  }

  private void refuse(HttpServletResponse response, boolean bearer) throws IOException {
    String detail =
        bearer
            ? "This admin token is not known. A lost one is replaced by a reset on the server."
            : "An admin token is needed: \"Authorization: Bearer serai-admin-…\".";
    response.setStatus(HttpStatus.UNAUTHORIZED.value());
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"serai\"");
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    String code = bearer ? "token_unknown" : "token_missing";
    json.writeValue(response.getOutputStream(), Problem.of(HttpStatus.UNAUTHORIZED, code, detail));
  }
}
