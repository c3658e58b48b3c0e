package dev.serai.admin;

import dev.serai.access.Acting;
import dev.serai.access.Actor;
import dev.serai.access.Requires;
import dev.serai.access.SignedIn;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Lets an endpoint run only for an actor who holds what {@link Requires} or {@link SignedIn} on it
 * names. One that names neither is closed.
 */
final class PermissionGate implements HandlerInterceptor {
  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (TokenFilter.open(request.getServletPath())) return true;
    // the rest of an answer that is streamed: the request was let in before
    if (request.getDispatcherType() == DispatcherType.ASYNC) return true;
    if (!(handler instanceof HandlerMethod endpoint))
      throw new Problem(HttpStatus.NOT_FOUND, "not_found", "There is nothing here.");
    check(endpoint, Acting.actor().orElseThrow(PermissionGate::closed));
    return true;
  }

  private static void check(HandlerMethod endpoint, Actor actor) {
    Requires requires = endpoint.getMethodAnnotation(Requires.class);
    boolean signedIn = endpoint.hasMethodAnnotation(SignedIn.class);
    if (requires == null && !signedIn) throw closed();
    if (requires != null && actor.grants().where(requires.value()).nowhere())
      throw Problem.forbidden(requires.value());
    if (signedIn && actor.kind() != Actor.Kind.USER)
      throw new Problem(
          HttpStatus.FORBIDDEN,
          "forbidden",
          "This is about one's own things: it takes a user who signed in.");
  }

  private static Problem closed() {
    return new Problem(
        HttpStatus.FORBIDDEN,
        "forbidden",
        "This endpoint is closed: it does not say which permission it takes.");
  }
}
