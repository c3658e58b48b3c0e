package dev.serai.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.access.Acting;
import dev.serai.access.Acting.Origin;
import dev.serai.access.Actor;
import dev.serai.call.Secret;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out who makes a request to {@code /api} and binds it as the actor ({@link Acting}). What
 * needs nobody is listed here, everything else under that path is closed by default.
 */
@Component
class TokenFilter extends OncePerRequestFilter {
  static final String OPENAPI = "/api/openapi.json";

  /** Asked by those who have no token yet. */
  static final String SIGN_IN = "/api/sign-in";

  private static final String BEARER = "bearer ";

  private final List<ActorSource> sources;
  private final Rates rates;
  private final BreakGlassUse breakGlass;
  private final ObjectMapper json;

  TokenFilter(List<ActorSource> sources, Rates rates, BreakGlassUse breakGlass, ObjectMapper json) {
    this.sources = List.copyOf(sources);
    this.rates = rates;
    this.breakGlass = breakGlass;
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
    if (!bearer) {
      refuse(response, missing());
      return;
    }
    String address = request.getRemoteAddr();
    Optional<Rates.Wait> wait = rates.of(address);
    Optional<Actor> actor = Optional.empty();
    if (wait.isEmpty()) {
      try {
        actor = actor(Secret.of(header.substring(BEARER.length()).strip()), address);
      } catch (Problem refused) {
        if (refused.status() == HttpStatus.UNAUTHORIZED) rates.failed(address);
        refuse(response, refused.detail());
        return;
      }
      if (actor.isEmpty()) {
        rates.failed(address);
        refuse(response, unknown());
        return;
      }
      wait = rates.of(actor.get());
    }
    if (wait.isPresent()) {
      response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(wait.get().seconds()));
      answer(response, wait.get().problem().detail());
      return;
    }
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store"); // some answers hold a secret
    response.setHeader("X-Content-Type-Options", "nosniff");
    serve(actor.orElseThrow(), request, response, chain);
  }

  private void serve(
      Actor actor, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Origin origin = new Origin(surface(request), request.getRemoteAddr());
    if (actor.kind() == Actor.Kind.BREAK_GLASS) breakGlass.tell(actor, origin);
    try {
      Acting.as(
          actor,
          origin,
          () -> {
            chain.doFilter(request, response);
            return true;
          });
    } catch (ServletException | IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new ServletException(e);
    }
  }

  /** The caller's word, good enough to tell the command line from a script. */
  private static String surface(HttpServletRequest request) {
    String agent = request.getHeader(HttpHeaders.USER_AGENT);
    return agent != null && agent.startsWith("serai/") ? "cli" : "api";
  }

  private Optional<Actor> actor(Secret bearer, String address) {
    for (ActorSource source : sources) {
      Optional<Actor> actor = source.actor(bearer, address);
      if (actor.isPresent()) return actor;
    }
    return Optional.empty();
  }

  /** The decoded path that the dispatcher will use, so that no spelling of it gets around this. */
  static boolean open(String path) {
    return !(path.equals("/api") || path.startsWith("/api/"))
        || path.equals(OPENAPI)
        || path.equals(SIGN_IN);
  }

  private static ProblemDetail unknown() {
    return Problem.of(
        HttpStatus.UNAUTHORIZED,
        "token_unknown",
        "This token is not known. A lost admin token is replaced by a reset on the server.");
  }

  private static ProblemDetail missing() {
    return Problem.of(
        HttpStatus.UNAUTHORIZED,
        "token_missing",
        "A token is needed: \"Authorization: Bearer …\", of a sign-in, an API key or the admin"
            + " token.");
  }

  private void refuse(HttpServletResponse response, ProblemDetail problem) throws IOException {
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"serai\"");
    answer(response, problem);
  }

  private void answer(HttpServletResponse response, ProblemDetail problem) throws IOException {
    answer(response, problem, json);
  }

  /** What a filter says instead of serving the request. */
  static void answer(HttpServletResponse response, ProblemDetail problem, ObjectMapper json)
      throws IOException {
    response.setStatus(problem.getStatus());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    json.writeValue(response.getOutputStream(), problem);
  }
}
